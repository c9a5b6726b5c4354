import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '#src/config/config.ts';
import { VARIABLES } from '#src/config/variables.ts';
import { usersOf } from '../kit/users.ts';
import { exampleEnvironment, variableTable } from '../kit/variable-documentation.ts';
import { problemsOf } from './problems.ts';

const CONNECTWISE = {
  CONNECTWISE_SERVER: 'na.myconnectwise.net',
  CONNECTWISE_COMPANY_ID: 'examplemsp',
  CONNECTWISE_PUBLIC_KEY: 'public-key-text',
  CONNECTWISE_PRIVATE_KEY: 'private-key-text',
  CONNECTWISE_CLIENT_ID: 'client-id-text',
};
const NINJA = {
  NINJA_BASE_URL: 'https://app.ninjarmm.com',
  NINJA_CLIENT_ID: 'ninja-id-text',
  NINJA_CLIENT_SECRET: 'ninja-secret-text',
};
const QUICKBOOKS_ONLINE = {
  QBO_CLIENT_ID: 'intuit-id-text',
  QBO_CLIENT_SECRET: 'intuit-secret-text',
  QBO_ENVIRONMENT: 'sandbox',
};
const E_MAIL = { QBR_SMTP_URL: 'smtp://mail.example.com', QBR_NOTIFY_TO: 'ann@example.com' };
const OPENID = {
  OIDC_ISSUER: 'https://login.example.com',
  OIDC_CLIENT_ID: 'openid-id-text',
  OIDC_CLIENT_SECRET: 'openid-secret-text',
};

describe('the configuration', () => {
  it('needs nothing set', () => {
    expect(parseConfig({})).toEqual({
      books: { basis: 'accrual' },
      closing: { approvals: 1 },
      database: { kind: 'embedded', directory: './data' },
      organizationName: 'Example MSP',
      cacheBytes: 64 * 1_024 * 1_024,
      http: { host: '127.0.0.1', port: 5400, publicUrl: null },
      timeZone: 'America/Chicago',
      collection: { enabledByDefault: false, cron: '30 22 * * *', monthsToCollect: 13, workers: 2 },
      graphql: {
        maxBodyBytes: 1_000_000,
        maxTokens: 2_000,
        maxDepth: 20,
        maxAliases: 100,
        maxDirectives: 50,
        maxSubscriptions: 100,
        maxComplexity: 500_000,
        timeoutMs: 30_000,
        introspection: true,
        cachedDocuments: 500,
        persistedOperations: null,
      },
      audit: { retentionDays: null },
      rest: { corsOrigins: [], hasPublicMetricValues: false },
      log: { level: 'info', file: null },
      metrics: { port: null },
      traces: null,
      connectwise: null,
      ninjaone: null,
      quickbooksOnline: null,
      secretKeys: [],
      reactive: { boards: ['Help Desk'], closedStatuses: ['>Closed', '>Closed - No response', 'Closed'] },
      environment: [],
      internalOrganizations: [],
      secrets: [],
      auth: {
        mode: 'local',
        openid: null,
        users: new Map(),
        sessionHours: 8,
        trustedProxies: [],
        rateLimits: { client: 3_000, credential: 3_000, signIn: 30, wrongKey: 10 },
      },
      notify: { webhook: null, mail: null },
    });
  });

  it('takes every variable from where it is set, and an empty one as not set', () => {
    const config = parseConfig({
      ...CONNECTWISE,
      ...NINJA,
      QBR_PORT: '8080',
      QBR_TIMEZONE: '',
      QBR_COLLECTION_ENABLED: 'true',
      QBR_MONTHS_TO_COLLECT: '2',
      CONNECTWISE_BOARDS: '["Help Desk", "Net \\"Ops\\""]',
      QBR_INTERNAL_ORGANIZATIONS: '["Us"]',
    });
    expect(config).toMatchObject({
      http: { port: 8080 },
      timeZone: 'America/Chicago',
      collection: { enabledByDefault: true, monthsToCollect: 2 },
      connectwise: { companyId: 'examplemsp', boards: ['Help Desk', 'Net "Ops"'] },
      ninjaone: { clientSecret: 'ninja-secret-text' },
      internalOrganizations: ['Us'],
    });
  });

  it('says who is notified, and by whom e-mail is sent', () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const smtp = 'smtps://qbr%40example.com:a%20word@mail.example.com';
    const recipients = 'ann@example.com, bob@example.com';
    const notified = { QBR_NOTIFY_URL: 'https://hooks.example.com/1', QBR_SMTP_URL: smtp, QBR_NOTIFY_TO: recipients };
    const { notify, secrets } = parseConfig({ ...notified, QBR_NOTIFY_SECRET: secret });
    expect(notify).toEqual({
      webhook: { url: 'https://hooks.example.com/1', secret },
      mail: { url: smtp, from: 'qbr@example.com', to: ['ann@example.com', 'bob@example.com'] },
    });
    expect(secrets).toEqual(expect.arrayContaining([secret, smtp, 'a word', 'https://hooks.example.com/1']));
    const from = (extra: Record<string, string>) => parseConfig({ ...E_MAIL, ...extra }).notify.mail?.from;
    expect(from({})).toBeNull();
    const withoutRecipients = parseConfig({ QBR_SMTP_URL: E_MAIL.QBR_SMTP_URL }).notify;
    expect(withoutRecipients).toEqual({ webhook: null, mail: { url: E_MAIL.QBR_SMTP_URL, from: null, to: [] } });
    expect(problemsOf({ QBR_NOTIFY_TO: E_MAIL.QBR_NOTIFY_TO })).toEqual([
      expect.stringContaining('QBR_SMTP_URL is not set, but QBR_NOTIFY_TO is'),
    ]);
    expect(from({ QBR_NOTIFY_FROM: 'reports@example.com' })).toBe('reports@example.com');
    expect(problemsOf({ QBR_NOTIFY_SECRET: secret })).toEqual([
      expect.stringContaining('QBR_NOTIFY_URL is not set, but QBR_NOTIFY_SECRET is'),
    ]);
    for (const wrong of ['secret', 'whsec_c2hvcnQ=']) {
      const problems = problemsOf({ ...notified, QBR_NOTIFY_SECRET: wrong });
      expect(problems).toEqual([expect.stringMatching(/^QBR_NOTIFY_SECRET /)]);
    }
  });

  it('asks for two admins to close a month, but never in local mode', () => {
    const approvalsOf = (variables: Record<string, string>) => parseConfig(variables).closing.approvals;
    expect(approvalsOf({ QBR_AUTH: 'required', QBR_CLOSING_APPROVALS: '2' })).toBe(2);
    expect(approvalsOf({ QBR_AUTH: 'required' })).toBe(1);
    expect(approvalsOf({ QBR_AUTH: 'local', QBR_CLOSING_APPROVALS: '2' })).toBe(1);
    expect(approvalsOf({ QBR_CLOSING_APPROVALS: '2' })).toBe(1);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(parseConfig({}))).toBe(true);
  });

  it('reports every problem at once, each with its variable and an example', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://db.example.com/qbr',
      QBR_HOST: 'every where',
      QBR_PORT: '70000',
      QBR_TIMEZONE: 'America/Chicagoo',
      QBR_COLLECTION_ENABLED: 'yes',
      QBR_COLLECTION_CRON: '30 22 * *',
      QBR_MONTHS_TO_COLLECT: '0',
      QBR_LOG_LEVEL: 'loud',
      QBR_PUBLIC_URL: 'qbr.example.com',
      CONNECTWISE_BOARDS: 'Help Desk',
      CONNECTWISE_CLOSED_STATUSES: '[]',
      QBR_INTERNAL_ORGANIZATIONS: '{"name":"Us"}',
      NINJA_CLIENT_ID: 'x',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'QBR_HOST',
      'QBR_PORT',
      'QBR_PUBLIC_URL',
      'QBR_TIMEZONE',
      'QBR_COLLECTION_ENABLED',
      'QBR_COLLECTION_CRON',
      'QBR_MONTHS_TO_COLLECT',
      'QBR_LOG_LEVEL',
      'CONNECTWISE_BOARDS',
      'CONNECTWISE_CLOSED_STATUSES',
      'QBR_INTERNAL_ORGANIZATIONS',
      'NINJA_BASE_URL',
      'NINJA_CLIENT_SECRET',
    ]);
    for (const problem of problems) {
      const [name = ''] = problem.split(' ');
      expect(problem).toContain(`; for example ${name}=`);
    }
  });

  it('takes the headers of a collector as OpenTelemetry writes them', () => {
    const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    expect(parseConfig(collector).traces).toEqual({ endpoint: 'http://127.0.0.1:4318', headers: {} });
    const { traces, secrets } = parseConfig({
      ...collector,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=a%3Db, x-org = 1=2',
    });
    expect(traces?.headers).toEqual({ 'x-api-key': 'a=b', 'x-org': '1=2' });
    expect(secrets).toEqual(['x-api-key=a%3Db, x-org = 1=2', 'a%3Db', 'a=b', '1=2']);
  });

  it.each([
    ['QBR_METRICS_PORT', '65536'],
    ['QBR_CLOSING_APPROVALS', '3'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', '127.0.0.1:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:password@127.0.0.1:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'key-alone'],
    ['QBR_PORT', '-1'],
    ['QBR_PORT', '80.5'],
    ['QBR_PORT', '5400x'],
    ['QBR_COLLECTION_CRON', '30 25 * * *'],
    ['QBR_COLLECTION_CRON', '0 0 30 2 *'],
    ['QBR_COLLECTION_CRON', '0 30 22 * * *'],
    ['QBR_COLLECTION_CRON', '2026-01-01T00:00:00'],
    ['QBR_TIMEZONE', 'Mars/Olympus'],
    ['QBR_TIMEZONE', 'Central'],
    ['QBR_MONTHS_TO_COLLECT', '1e1'],
    ['QBR_HOST', '192.168.1.10'],
    ['QBR_GRAPHQL_MAX_DEPTH', '0'],
    ['QBR_GRAPHQL_MAX_TOKENS', '20001'],
    ['QBR_GRAPHQL_TIMEOUT_SECONDS', '0'],
    ['QBR_GRAPHQL_INTROSPECTION', 'no'],
    ['QBR_GRAPHQL_PERSISTED_OPERATIONS', 'yes'],
    ['CONNECTWISE_BOARDS', '[""]'],
    ['CONNECTWISE_BOARDS', '[1]'],
    ['CONNECTWISE_BOARDS', '[" "]'],
    ['CONNECTWISE_BOARDS', String.raw`["Joe's \"L1\" Desk"]`],
    ['CONNECTWISE_CLOSED_STATUSES', String.raw`["Closed", "a\\b"]`],
    ['CONNECTWISE_CLOSED_STATUSES', String.raw`["a\nb"]`],
    ['DATABASE_URL', 'postgresql://'],
    ['QBR_AUTH', 'off'],
    ['QBR_USERS', '{"ann":"admin"}'],
    ['QBR_USERS', '{"ann@example.com":"owner"}'],
    ['QBR_USERS', '["ann@example.com"]'],
    ['QBR_SESSION_HOURS', '0'],
    ['QBR_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['QBR_TRUSTED_PROXIES', 'proxy.example.com'],
    ['OIDC_TENANTS', ' , '],
    ['QBR_RATE_LIMIT_CLIENT', '-1'],
    ['QBR_NOTIFY_URL', 'http://hooks.example.com/qbr'],
    ['QBR_NOTIFY_URL', 'ftp://hooks.example.com/qbr'],
    ['QBR_SMTP_URL', 'https://mail.example.com'],
    ['QBR_NOTIFY_TO', 'ann'],
    ['QBR_NOTIFY_FROM', 'qbr'],
    ['QBR_SECRET_KEY', 'hunter2'],
    ['QBR_SECRET_KEY', Buffer.alloc(31, 7).toString('base64')],
    ['QBR_SECRET_KEY', Buffer.alloc(33, 7).toString('base64')],
    ['QBR_SECRET_KEY', Buffer.alloc(31, 7).toString('hex')],
    ['QBR_SECRET_KEY', ' , '],
    ['QBR_SECRET_KEY', `${Buffer.alloc(32, 7).toString('base64')},hunter2`],
    ['QBR_SECRET_KEY', `${Buffer.alloc(32, 7).toString('base64')} ${Buffer.alloc(32, 7).toString('hex')}`],
    ['QBR_SECRET_KEY', Array.from({ length: 17 }, (_, byte) => Buffer.alloc(32, byte).toString('base64')).join('\n')],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(`^${name} `)]);
  });

  it.each(Object.entries(VARIABLES).filter(([, { default: fallback }]) => fallback !== null))(
    'has a default and an example of %s that it accepts itself',
    (name, { default: fallback, example }) => {
      const path = { QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH: './operations.json' };
      expect(problemsOf({ ...path, [name]: fallback ?? '' })).toEqual([]);
      expect(problemsOf({ ...path, [name]: example })).toEqual([]);
    },
  );

  describe.each([
    ['ConnectWise', CONNECTWISE],
    ['NinjaOne', NINJA],
    ['QuickBooks Online', QUICKBOOKS_ONLINE],
    ['sign-in', OPENID],
  ])('of %s', (_, credentials) => {
    it.each(Object.keys(credentials))(
      'is all or none: without %s it names what is missing and what is there',
      (missing) => {
        const some = Object.fromEntries(Object.entries(credentials).filter(([name]) => name !== missing));
        const [problem, ...others] = problemsOf(some);
        expect(others).toEqual([]);
        expect(problem).toMatch(`${missing} is not set, but ${Object.keys(some).join(', ')} is`);
        for (const value of Object.values(some)) expect(problem).not.toContain(value);
      },
    );

    it('may be wholly absent or wholly there', () => {
      expect(problemsOf({})).toEqual([]);
      expect(problemsOf(credentials)).toEqual([]);
    });
  });

  it('knows the environments of QuickBooks Online, and a stand-in on this machine only', () => {
    const environment = (value: string) => ({ ...QUICKBOOKS_ONLINE, QBO_ENVIRONMENT: value });
    for (const value of ['production', 'sandbox', 'http://127.0.0.1:9000']) {
      expect(parseConfig(environment(value)).quickbooksOnline?.environment).toBe(value);
    }
    for (const value of ['staging', 'https://127.0.0.1:9000', 'http://books.example.com']) {
      expect(problemsOf(environment(value))).toEqual([
        'QBO_ENVIRONMENT is neither production nor sandbox; for example QBO_ENVIRONMENT=production',
      ]);
    }
  });

  it('takes keys for secrets newest first, in any of their forms, and hides each of them', () => {
    const keys = [1, 2, 3].map((byte) => Buffer.alloc(32, 250 + byte));
    const forms = [keys[0]?.toString('base64'), keys[1]?.toString('hex'), keys[2]?.toString('base64url')];
    const { secretKeys, secrets } = parseConfig({ QBR_SECRET_KEY: `${forms[0]}\n${forms[1]} , ${forms[2]}\n` });
    expect(secretKeys).toEqual(keys.map((key) => key.toString('base64')));
    expect(secrets).toEqual(expect.arrayContaining(forms));
  });

  it.each(['allowed', 'required'])('needs to know where the operations are that are %s', (mode) => {
    const path = './operations.json';
    const persisted = { QBR_GRAPHQL_PERSISTED_OPERATIONS: mode };
    expect(problemsOf(persisted)).toEqual([
      `QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH is not set, but QBR_GRAPHQL_PERSISTED_OPERATIONS is ${mode}; for example QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH=./persisted-operations.json`,
    ]);
    const { graphql } = parseConfig({ ...persisted, QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH: path });
    expect(graphql.persistedOperations).toEqual({ isRequired: mode === 'required', path });
  });

  it('never repeats a value, which may be a secret in the wrong place', () => {
    const secret = 'hunter2-very-secret';
    const message = Object.keys(VARIABLES)
      .flatMap((name) => problemsOf({ [name]: `${secret}\u0000` }))
      .join('\n');
    expect(message).not.toContain(secret);
    expect(message).toContain('QBR_PORT');
  });

  describe('of who may come in', () => {
    const auth = (environment: Record<string, string>) => parseConfig(environment).auth;
    const entra = (tenant: string) => ({ ...OPENID, OIDC_ISSUER: `https://login.microsoftonline.com/${tenant}/v2.0` });
    const TENANT = '11111111-2222-3333-4444-555555555555';

    it('is local mode without anything, and sign-in with a provider', () => {
      expect(auth({}).mode).toBe('local');
      expect(auth(OPENID)).toMatchObject({ mode: 'required', openid: { issuer: OPENID.OIDC_ISSUER, tenants: null } });
      expect(auth({ ...OPENID, QBR_AUTH: 'local' }).mode).toBe('local');
      expect(auth({ QBR_AUTH: 'required' })).toMatchObject({ mode: 'required', openid: null });
    });

    it('lets local mode listen on loopback only, and says what to do', () => {
      const [problem] = problemsOf({ QBR_HOST: '0.0.0.0' });
      expect(problem).toMatch(/^QBR_HOST is not a loopback address.*Set OIDC_ISSUER .*or QBR_AUTH=required/);
      expect(problemsOf({ QBR_HOST: '0.0.0.0', QBR_AUTH: 'required' })).toEqual([]);
      for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
        expect(problemsOf({ QBR_HOST: host })).toEqual([]);
    });

    it('needs the public address where sign-in could not know where to come back to', () => {
      expect(problemsOf({ ...OPENID, QBR_HOST: '0.0.0.0' })).toEqual([
        expect.stringMatching(/^QBR_PUBLIC_URL is not set/),
      ]);
      expect(problemsOf({ ...OPENID, QBR_HOST: '0.0.0.0', QBR_PUBLIC_URL: 'https://qbr.example.com' })).toEqual([]);
    });

    it('refuses a provider without https, unless it is on this machine', () => {
      expect(problemsOf({ ...OPENID, OIDC_ISSUER: 'http://login.example.com' })).toEqual([
        expect.stringMatching(/^OIDC_ISSUER is not an https URL/),
      ]);
      expect(problemsOf({ ...OPENID, OIDC_ISSUER: 'http://127.0.0.1:9000' })).toEqual([]);
    });

    it('takes Entra’s tenant from the issuer, and needs a list where that serves several', () => {
      expect(auth(entra(TENANT)).openid?.tenants).toEqual([TENANT]);
      for (const several of ['common', 'organizations', 'example.com']) {
        expect(problemsOf(entra(several))).toEqual([expect.stringMatching(/^OIDC_TENANTS is not set/)]);
        const listed = auth({ ...entra(several), OIDC_TENANTS: `${TENANT}, other` });
        expect(listed.openid?.tenants).toEqual([TENANT, 'other']);
      }
    });

    it('knows users by their address in lower case, and limits of 0 as none', () => {
      expect(auth({ QBR_USERS: '{" Ann@Example.com":"admin"}' }).users).toEqual(
        usersOf({ 'ann@example.com': 'admin' }),
      );
      expect(auth({ QBR_RATE_LIMIT_CLIENT: '0' }).rateLimits.client).toBeNull();
    });

    it('knows the roles of users in several organizations, and operators', () => {
      const given = {
        'a@x.com': { 7: 'viewer', 1: 'admin' },
        'b@x.com': 'operator',
        'c@x.com': { operator: true, 2: 'editor' },
      };
      const memberships = (...roles: [number, string][]) => new Map(roles);
      expect([...auth({ QBR_USERS: JSON.stringify(given) }).users.values()]).toEqual([
        { memberships: memberships([1, 'admin'], [7, 'viewer']), isOperator: false },
        { memberships: memberships(), isOperator: true },
        { memberships: memberships([2, 'editor']), isOperator: true },
      ]);
    });

    it.each([
      { 'a@x.com': 'owner' },
      { 'a@x.com': { 0: 'admin' } },
      { 'a@x.com': { one: 'admin' } },
      { 'a@x.com': { 1: 'operator' } },
      { 'a@x.com': [1] },
    ])('takes no other form of users: %j', (users) => {
      expect(() => auth({ QBR_USERS: JSON.stringify(users) })).toThrow('QBR_USERS');
    });
  });

  describe('of the database', () => {
    it.each([{ PGHOST: 'db.example.com' }, { PGDATABASE: 'qbr' }])('is libpq’s where %j is set', (environment) => {
      expect(parseConfig(environment).database).toEqual({ kind: 'postgresql-environment' });
    });

    it('is DATABASE_URL before libpq’s, and embedded without either', () => {
      const url = 'postgresql://qbr:password@db.example.com:5432/qbr';
      expect(parseConfig({ PGHOST: 'x', DATABASE_URL: url }).database).toEqual({ kind: 'postgresql', url });
      expect(parseConfig({ PGHOST: '', PGUSER: 'x', QBR_DATA_DIR: '/srv/qbr' }).database).toEqual({
        kind: 'embedded',
        directory: '/srv/qbr',
      });
    });
  });
});

describe('what is written of the variables', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));

  it('.env.example is the table (after a change: npx vitest run test/config/config.test.ts -u)', async () => {
    await expect(exampleEnvironment()).toMatchFileSnapshot(`${root}.env.example`);
  });

  it('.env.example can be used as it is, with every line taken in', () => {
    const uncommented = exampleEnvironment().replace(/^# ([A-Z_]+=)/gm, '$1');
    const environment = parseEnv(uncommented);
    expect(Object.keys(environment).sort()).toEqual(Object.keys(VARIABLES).sort());
    expect(parseConfig(environment).connectwise?.closedStatuses).toEqual([
      '>Closed',
      '>Closed - No response',
      'Closed',
    ]);
  });

  it('docs/operations.md has the table (after a change: npx vitest run test/config/config.test.ts -u)', async () => {
    const path = `${root}docs/operations.md`;
    const marked = /(<!-- variables[^>]*-->\n).*(<!-- \/variables -->)/s;
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(marked);
    const withTable = text.replace(marked, (_all, begin: string, end: string) => `${begin}${variableTable()}\n${end}`);
    await expect(withTable).toMatchFileSnapshot(path);
  });
});
