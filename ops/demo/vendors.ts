import {
  type ConnectWiseCredentials,
  FAKE_CREDENTIALS,
  startConnectWiseFake,
} from '../../test/kit/connectwise/fake.ts';
import { startNinjaOneFake } from '../../test/kit/ninjaone/fake.ts';
import type { World } from '../../test/kit/world/world.ts';

/** The vendors' APIs, simulated on loopback over a generated company. */
export interface SimulatedVendors {
  readonly connectwise: { readonly url: string; readonly credentials: ConnectWiseCredentials };
  readonly ninjaone: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly internalOrganizations: readonly string[];
  };
  /** How many requests they have answered. */
  requestCount(): number;
  close(): Promise<void>;
}

/** Starts both on free ports. */
export async function startSimulatedVendors(world: World): Promise<SimulatedVendors> {
  const { organizations, locations, devicesAt, internalOrganizations } = world.ninjaone;
  const connectwise = await startConnectWiseFake({ rows: world.connectwise });
  const ninjaone = await startNinjaOneFake({ organizations, locations, devices: devicesAt });
  const { url, clientId, clientSecret } = ninjaone;
  return {
    connectwise: { url: connectwise.url, credentials: FAKE_CREDENTIALS },
    ninjaone: { url, clientId, clientSecret, internalOrganizations },
    requestCount: () => connectwise.requests.all.length + ninjaone.requests.all.length,
    async close() {
      await Promise.all([connectwise.close(), ninjaone.close()]);
    },
  };
}
