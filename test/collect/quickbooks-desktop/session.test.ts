import { describe, expect, it } from 'vitest';
import { qbxmlVersion, statementRequest } from '#src/collect/quickbooks-desktop/qbxml-request.ts';
import { errorWords, matchAnswer, nextStep, percentOf, planSteps } from '#src/collect/quickbooks-desktop/session.ts';
import { childOf, parseXml } from '#src/collect/quickbooks-desktop/xml.ts';
import type { WebConnectorSession } from '#src/core/books/web-connector-session.ts';
import { parseMonth } from '#src/core/period.ts';

const NOW = new Date('2025-04-15T17:00:00Z');
const SESSION: WebConnectorSession = {
  ...{ id: 7, runId: 1, address: null, basis: 'accrual', host: null, connectionErrors: 0, lastError: null },
  ...{ startedAt: NOW, lastCallAt: NOW, endedAt: null },
  steps: planSteps({ statements: [parseMonth('2025-03'), parseMonth('2025-04')] }),
};

describe('the qbXML version of requests', () => {
  it.each([
    ['13', '0', '13.0'],
    ['16', '0', '13.0'],
    ['12', '0', '12.0'],
    ['4', '1', '4.1'],
    ['', '', '13.0'],
    ['x', '0', '13.0'],
    ['0', '0', '13.0'],
  ])('of a client with %s.%s is the lower one of both', (major, minor, version) => {
    expect(qbxmlVersion(major, minor)).toBe(version);
  });
});

it('a statement is asked for in the order that QuickBooks demands, the basis last, in ASCII', () => {
  const text = statementRequest({ requestId: '7-2', version: '13.0' }, parseMonth('2024-02'), 'cash');
  const message = childOf(parseXml(text), 'QBXMLMsgsRq')?.children[0];
  expect(message?.attributes['requestID']).toBe('7-2');
  expect(message?.children.map(({ name }) => name)).toEqual([
    ...['GeneralSummaryReportType', 'DisplayReport', 'ReportPeriod', 'SummarizeColumnsBy', 'ReportBasis'],
  ]);
  expect(text).toContain('<FromReportDate>2024-02-01</FromReportDate><ToReportDate>2024-02-29</ToReportDate>');
  expect(text).toMatch(/^[\n -~]*$/);
});

describe('a session', () => {
  it('counts whole percents, 100 at the end only', () => {
    let session: WebConnectorSession = {
      ...SESSION,
      steps: planSteps({ statements: Array(5).fill(parseMonth('2025-03')) }),
    };
    const percents: number[] = [];
    for (const index of session.steps.keys()) {
      const steps = session.steps.map((step, at) => (at === index ? { ...step, state: 'done' as const } : step));
      session = { ...session, steps };
      percents.push(percentOf(session));
    }
    expect(percents).toEqual([14, 28, 42, 57, 71, 85, 100]);
  });

  it.each([
    ['0x80040400', /could not read the request \(0x80040400\)/],
    ['80040401', /could not be reached \(0x80040401\)/],
    ['-2147220478', /unexpected error.*\(0x80040402\)/],
    ['2147746818', /\(0x80040402\)/],
    ['0x8FFFFFFF', /refused the request \(0x8fffffff\)/],
    ['<script>', /unknown error/],
  ])('reads the error %s', (hresult, words) => {
    expect(errorWords({ hresult, message: ' why ' })).toMatch(words);
    const { session } = nextStep(SESSION);
    expect(matchAnswer(session, { response: '', hresult, message: '' })).toMatchObject({ kind: 'failed', index: 0 });
  });

  it.each(['', ' ', '0', '0x0', '0x00000000'])('takes %j for no error', (hresult) => {
    const { session } = nextStep(SESSION);
    const response = '<QBXML><QBXMLMsgsRs><CompanyQueryRs requestID="7-0-company"/></QBXMLMsgsRs></QBXML>';
    expect(matchAnswer(session, { response, hresult, message: '' })).toMatchObject({ kind: 'answered', index: 0 });
  });

  it.each(['8-0-company', '7-0', '7-1', ''])('takes no answer with the id %j for that of its step', (requestId) => {
    const { session } = nextStep(SESSION);
    const response = `<QBXML><QBXMLMsgsRs><CompanyQueryRs requestID="${requestId}"/></QBXMLMsgsRs></QBXML>`;
    const matched = matchAnswer(session, { response, hresult: '', message: '' });
    expect(matched.kind).toBe(requestId === '7-1' ? 'ignored' : 'failed');
  });
});
