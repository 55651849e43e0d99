export * from './bookings.ts';
export * from './messaging.ts';
export * from './operations.ts';
export * from './payments.ts';
export * from './profiles.ts';
export * from './users.ts';
