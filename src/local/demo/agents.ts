import { createHash } from 'node:crypto';
import { demo, exampleIds } from '../../features/examples.ts';
import type { DemoRows } from './rows.ts';

/** An address that was switched off, and a talk with an assistant: what the API's examples speak of. */
export function keepAgents(rows: DemoRows, today: Date): void {
  const ago = (days: number, minutes = 0) => new Date(today.getTime() - days * 86_400_000 + minutes * 60_000);
  const conversationId = exampleIds.assistantConversation;
  rows.webhookEndpoints.push({
    id: exampleIds.endpointToChange,
    userId: demo.talent,
    url: 'https://calendar.example.com/mawahib',
    name: 'Studio calendar',
    events: ['booking'],
    disabledAt: ago(9),
    disabledReason: 'owner',
    createdAt: ago(40),
  });
  rows.webhookSecrets.push({
    endpointId: exampleIds.endpointToChange,
    secret: `whsec_${createHash('sha256').update('the demo’s calendar').digest('base64')}`,
    createdAt: ago(40),
  });
  rows.assistantConversations.push({
    id: conversationId,
    userId: demo.talent,
    threadId: null,
    language: 'en',
    context: { page: 'calendar' },
    createdAt: ago(3),
    lastMessageAt: ago(3, 2),
  });
  rows.assistantMessages.push(
    { conversationId, role: 'person', body: 'Which of my Fridays next month are free?', createdAt: ago(3) },
    {
      conversationId,
      role: 'assistant',
      body: 'All but the second one. You have a wedding in Karrada that day.',
      createdAt: ago(3, 2),
    },
  );
}
