import { describe, expect, it } from 'vitest';
import { auditWords } from '#src/web/settings/audit-detail.ts';

const SUBJECTS = new Map([['nrr', { label: 'NRR', format: 'CURRENCY' }]] as const);
const words = (detail: unknown) => auditWords(detail, SUBJECTS);

describe('the detail of an entry of the audit trail', () => {
  it('shows each value before and after with its source, and its month if the entry has another', () => {
    const after = { value: '29346.85', source: 'manual', enteredBy: 'ann', notes: 'invoice 7' };
    const changes = [
      { period: '2026-05', metric: 'nrr', before: null, after },
      { period: '2026-06', metric: 'of_tomorrow', before: { value: '1.50', source: 'calculated' }, after: null },
    ];
    expect(words({ period: '2026-05', changes })).toEqual({
      changes: [
        {
          subject: 'NRR',
          before: { value: 'none', more: [] },
          after: { value: '$29,346.85', more: ['manual', 'entered by: ann', 'notes: invoice 7'] },
        },
        {
          subject: 'of_tomorrow, June 2026',
          before: { value: '1.50', more: ['calculated'] },
          after: { value: 'none', more: [] },
        },
      ],
      facts: [{ name: 'period', text: 'May 2026' }],
    });
  });

  it.each([
    [
      { metric: 'nrr', type: 'warning', bound: 'min', before: null, after: '5.1' },
      ['NRR', 'none', '$5.10'],
      ['type warning', 'bound min'],
    ],
    [{ person: 3, email: null, before: 'viewer', after: 'admin' }, ['', 'viewer', 'admin'], ['person 3', 'email none']],
    [{ before: { enabled: false }, after: { enabled: true } }, ['', 'enabled: no', 'enabled: yes'], []],
    [
      { finding: 7, metric: 'nrr', period: '2026-Q2', before: null, after: { note: 'checked' } },
      ['NRR', 'none', 'note: checked'],
      ['finding 7', 'period Q2 2026'],
    ],
  ])('shows the state before and after of %j', (detail, change, facts) => {
    const shown = words(detail);
    expect(shown.changes.map(({ subject, before, after }) => [subject, before.value, after.value])).toEqual([change]);
    expect(shown.facts.map(({ name, text }) => `${name} ${text}`)).toEqual(facts);
  });

  it.each([
    [{ missing: [], vendors: ['connectwise', 'ninjaone'] }, ['missing none', 'vendors connectwise, ninjaone']],
    [{ after: 'half of a change' }, ['after half of a change']],
    [
      { changes: 'not a list', nested: { some: [1, { thing: true }] } },
      ['nested some: 1, thing: yes', 'changes not a list'],
    ],
    ['only words', ['detail only words']],
    [null, []],
    [{}, []],
  ])('shows the unknown parts of %j as recorded', (detail, facts) => {
    const shown = words(detail);
    expect(shown.changes).toEqual([]);
    expect(shown.facts.map(({ name, text }) => `${name} ${text}`)).toEqual(facts);
  });

  it('shows instants in the viewer’s time zone', () => {
    const [fact] = words({ expiresAt: '2027-07-01T05:00:00.000Z' }).facts;
    expect(fact?.name).toBe('expires at');
    expect(fact?.text).toMatch(/^(Jul 1|Jun 30), 2027, /);
  });
});
