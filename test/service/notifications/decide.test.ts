import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cause } from '#src/service/notifications/causes.ts';
import { headline, type OutgoingMessage } from '#src/service/notifications/channel.ts';
import { decide } from '#src/service/notifications/decide.ts';
import { webhookBody } from '#src/service/notifications/webhook-body.ts';
import type { CauseState } from '#src/store/notifications.ts';

const CAUSE: Cause = {
  ...{ key: 'drift', occurrence: '1', period: null, severity: 'warning', path: '/' },
  ...{ text: 'It drifts.', action: 'Look.', overText: 'It is over.' },
};

describe('what is said of a cause', () => {
  it('is at most one problem a day, each followed by at most one end, and the last word is right once a day has passed', () => {
    const step = fc.record({ day: fc.nat(1), occurrence: fc.option(fc.constantFrom('1', '2'), { nil: null }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        let stored: CauseState[] = [];
        let day = 1;
        const said: string[] = [];
        const see = (occurrence: string | null): void => {
          const causes = occurrence === null ? [] : [{ ...CAUSE, occurrence }];
          const today = `2026-01-${String(day).padStart(2, '0')}`;
          const { states, messages } = decide(causes, { stored, today, watched: [] });
          stored = states.length > 0 ? [...states] : stored;
          said.push(...messages.map(({ state }) => `${today} ${state}`));
        };
        for (const { day: later, occurrence } of steps) {
          day += later;
          see(occurrence);
        }
        const last = steps.at(-1)?.occurrence ?? null;
        day += 1;
        see(last);
        const problems = said.filter((each) => each.endsWith('problem'));
        expect(new Set(problems).size).toBe(problems.length);
        const states = said.map((each) => each.slice(11));
        for (const [index, state] of states.entries()) if (state === 'over') expect(states[index - 1]).toBe('problem');
        expect(states.at(-1) ?? 'over').toBe(last === null ? 'over' : 'problem');
      }),
    );
  });
});

describe('a webhook’s body', () => {
  const message: OutgoingMessage = {
    ...{ id: '1', cause: 'drift', state: 'problem', severity: 'warning', organization: 'A & B' },
    ...{ text: '<!channel> is outside.', action: 'Look.', link: 'https://qbr.example.com/', createdAt: new Date(0) },
  };
  const text = `${headline(message)}\n\nLook.\n\nhttps://qbr.example.com/`;

  it('is what Slack shows, in which a metric’s name cannot mention a channel', () => {
    expect(webhookBody('hooks.slack.com', message)).toEqual({
      text: text.replace('&', '&amp;').replace('<!channel>', '&lt;!channel&gt;'),
    });
  });

  it('is an adaptive card for Teams, and else text with its parts', () => {
    const cards = ['prod-01.westus.logic.azure.com', 'default.environment.api.powerplatform.com'];
    for (const host of cards) {
      const { attachments } = webhookBody(host, message) as {
        attachments: { content: { body: { text: string }[] } }[];
      };
      expect(attachments[0]?.content.body.map((block) => block.text)).toEqual(text.split('\n\n'));
    }
    expect(webhookBody('logic.azure.com.example.com', message)).toMatchObject({
      text,
      cause: 'drift',
      severity: 'warning',
    });
  });
});
