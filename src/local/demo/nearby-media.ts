export { demoMedia as nearbyMedia } from './artwork/media.ts';
