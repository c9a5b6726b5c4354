import { createInterface } from 'node:readline';
import { connectWiseAnswers, FAKE_CREDENTIALS } from '../../test/kit/connectwise/fake.ts';
import { type FakeReply, type FakeRequest, type HttpFake, startHttpFake } from '../../test/kit/http-faults.ts';
import { ninjaOneAnswers } from '../../test/kit/ninjaone/fake.ts';
import type { World } from '../../test/kit/world/world.ts';
import { type Access, ninjaOneHostOf, pairOf, type VendorsUsage, type VendorsWanted, worldsOf } from './layout.ts';

/**
 * The vendors of all organizations, in a process of their own. Its argument says what is wanted; the first line that it prints has the access of each organization,
 * and each line of its input is answered by what was asked of it.
 */

type Answer = (request: FakeRequest) => FakeReply;

const wanted = JSON.parse(process.argv[2] ?? '') as VendorsWanted;
const worlds = worldsOf(wanted);
const worldOf = (id: number): World => worlds[id % worlds.length] as World;

async function main(): Promise<void> {
  const connectwise = await startConnectWise();
  const ninjaone = await startNinjaOne();
  const access = Object.fromEntries(
    Array.from({ length: wanted.count }, (_, index): [number, Access] => {
      const id = index + 1;
      const { companyId } = credentialsOf(id);
      return [
        id,
        {
          connectwise: { url: connectwise.urlOf(id), companyId },
          ninjaone: { url: ninjaone.urlOf(id), clientId: clientOf(id) },
        },
      ];
    }),
  );
  process.stdout.write(`${JSON.stringify(access)}\n`);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => {
    const usage: VendorsUsage = { connectwise: usageOf(connectwise.hosts), ninjaone: usageOf(ninjaone.hosts) };
    process.stdout.write(`${JSON.stringify(usage)}\n`);
  });
  lines.on('close', () => process.exit(0));
}

interface Hosts {
  readonly hosts: readonly HttpFake[];
  readonly urlOf: (organizationId: number) => string;
}

/** A host for each organization, or three for all: an organization is known there by its company. */
async function startConnectWise(): Promise<Hosts> {
  const answers = new Map<string, Answer>();
  for (let id = 1; id <= wanted.count; id += 1) {
    const credentials = credentialsOf(id);
    const answer = connectWiseAnswers({ rows: worldOf(id).connectwise, credentials });
    answers.set(credentials.companyId, answer);
  }
  const answer: Answer = (request) => {
    const sent = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const ofPath = /^\/login\/companyinfo\/([^/]+)$/.exec(request.path)?.[1];
    const company = ofPath ?? Buffer.from(sent, 'base64').toString().split('+')[0] ?? '';
    return answers.get(company)?.(request) ?? { status: 401, body: '{}' };
  };
  const count = wanted.hosts === 'own' ? wanted.count : 3;
  const hosts = await startHosts(count, answer);
  // Most are in North America.
  const hostOf = (id: number) => (wanted.hosts === 'own' ? id - 1 : Math.max(0, (id % 10) - 7));
  return { hosts, urlOf: (id) => hosts[hostOf(id)]?.url ?? '' };
}

/** Three regions for all: an organization is known there by its application and the tokens of that. */
async function startNinjaOne(): Promise<Hosts> {
  const applications = new Map<string, Answer>();
  const tokens = new Map<string, Answer>();
  for (let id = 1; id <= wanted.count; id += 1) {
    const { organizations, locations, devicesAt } = worldOf(id).ninjaone;
    const until = new Date(wanted.until);
    const rows = { organizations, locations, devices: () => devicesAt(until) };
    const { answer } = ninjaOneAnswers({ ...rows, clientId: clientOf(id), clientSecret: 'fake-client-secret' });
    applications.set(clientOf(id), answer);
  }
  const answer: Answer = (request) => {
    const ofToken = tokens.get(request.headers.authorization ?? '');
    if (ofToken) return ofToken(request);
    const ofClient = applications.get(new URLSearchParams(request.body).get('client_id') ?? '');
    if (!ofClient) return { status: 401, body: '{}' };
    const reply = ofClient(request);
    const { access_token: token } = JSON.parse(reply.body) as { access_token?: string };
    if (token) tokens.set(`Bearer ${token}`, ofClient);
    return reply;
  };
  const hosts = await startHosts(3, answer);
  return { hosts, urlOf: (id) => hosts[ninjaOneHostOf(id)]?.url ?? '' };
}

function startHosts(count: number, answer: Answer): Promise<HttpFake[]> {
  const { latencyMs } = wanted;
  return Promise.all(Array.from({ length: count }, () => startHttpFake({ answer, latencyMs })));
}

function credentialsOf(id: number) {
  return { ...FAKE_CREDENTIALS, companyId: `company${id}` };
}

function clientOf(id: number): string {
  return `client-${id}`;
}

function usageOf(hosts: readonly HttpFake[]): VendorsUsage['connectwise'] {
  return {
    ...pairOf(hosts.map(({ requests }) => requests.all.length)),
    mostAtOnce: Math.max(...hosts.map(({ requests }) => requests.maxInFlight)),
  };
}

await main();
