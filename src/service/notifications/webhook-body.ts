import { headline, type OutgoingMessage } from './channel.ts';

const SLACK = /^hooks\.slack(-gov)?\.com$/;
/** Where Teams receives webhooks: Workflows (Power Automate), which takes the place of connectors. */
const TEAMS_WORKFLOWS = /\.(logic\.azure\.com|powerplatform\.com)$/;

/** The body as the receiver reads it; any other one finds the same `text` that Slack and Teams' connectors show, and its parts. */
export function webhookBody(host: string, message: OutgoingMessage): object {
  const { id, cause, state, severity, organization, action, link, createdAt } = message;
  const text = [headline(message), ...(action === null ? [] : [action]), link].join('\n\n');
  if (SLACK.test(host)) return { text: escapedForSlack(text) };
  if (TEAMS_WORKFLOWS.test(host)) return adaptiveCard(text);
  return { text, id, cause, state, severity, organization, message: message.text, action, link, at: createdAt };
}

/** So that a metric's name cannot mention a channel. */
function escapedForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function adaptiveCard(text: string): object {
  const body = text.split('\n\n').map((line) => ({ type: 'TextBlock', text: line, wrap: true }));
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { ...content, body } }],
  };
}
