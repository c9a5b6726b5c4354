import { describe, expect, it, onTestFinished } from 'vitest';
import { freshPostgresql } from '../kit/databases.ts';
import { environmentFor, runQbr, withServer } from '../kit/program.ts';
import { clientAsDeployed, type Ranges } from './client-d.ts';
import { clientOfPlan, Refused } from './client-p.ts';

/** The worked example of docs/calculations.md, section 5. */
const FIRST_QUARTER = {
  '2025-01': { reactive_tickets_created: 354, reactive_tickets_closed: 355, technical_employees: 5.5 },
  '2025-02': { reactive_tickets_created: 294, reactive_tickets_closed: 294, technical_employees: 5.5 },
  '2025-03': { reactive_tickets_created: 433, reactive_tickets_closed: 431, technical_employees: 5.5 },
};

async function environment(): Promise<Record<string, string>> {
  const { connection, remove } = await freshPostgresql();
  onTestFinished(remove);
  return environmentFor({ connection });
}

describe('both generations of clients', () => {
  it('are served by the running program, each what it reads', async () => {
    await withServer(await environment(), async (url) => {
      const [planned, deployed] = [clientOfPlan(url), clientAsDeployed(url)];
      for (const [period, values] of Object.entries(FIRST_QUARTER)) {
        expect((await deployed.enter(period, values)).updated_count).toBe(3);
      }
      const { smartnumbers } = await deployed.smartNumbers('2025-Q1');
      expect(Object.keys(smartnumbers)).toHaveLength(18);
      expect(smartnumbers).toMatchObject({ tickets_per_tech_per_month: 65.4545, total_close_pct: 0.9991, rhem: null });
      const { details, period_type } = await planned.smartNumbers('2025-Q1');
      expect(period_type).toBe('quarterly');
      const of = Object.fromEntries(details.map(({ kpi_name, kpi_value }) => [kpi_name, kpi_value]));
      expect(of).toEqual(smartnumbers);
      const { metrics } = await deployed.quarterly('2025-Q1');
      expect(metrics.find(({ name }) => name === 'Reactive Tickets Created')?.value).toBe(1081);
    });
  });

  it('see at once what the other one has written, also through a second program', async () => {
    const variables = await environment();
    await withServer(variables, async (one) => {
      await withServer(variables, async (other) => {
        const [planned, deployed] = [clientOfPlan(one), clientAsDeployed(one)];
        const elsewhere = clientAsDeployed(other);
        for (let value = 1; value <= 5; value += 1) {
          expect((await planned.enter('2025-01', '# of Reactive Tickets Created', value)).metric_name).toBe(
            'reactive_tickets_created',
          );
          expect((await deployed.monthly('2025-01')).metrics[0]?.value).toBe(value);
          await expect.poll(async () => (await elsewhere.monthly('2025-01')).metrics[0]?.value).toBe(value);
        }
        expect((await planned.monthly()).period).toBe('2025-01');
      });
    });
  });

  it('set thresholds in their own terms, and read them in both', async () => {
    await withServer(await environment(), async (url) => {
      const [planned, deployed] = [clientOfPlan(url), clientAsDeployed(url)];
      await planned.setThreshold('Reactive Tickets Closed', 150, 100);
      await deployed.setRanges([
        { metric_name: 'tickets_per_tech_per_month', green_min: 40, green_max: 60, yellow_min: 30, red_threshold: 80 },
      ]);
      const read = (await deployed.thresholds()).thresholds;
      expect(read).toEqual([
        ranges({ metric_name: 'reactive_tickets_closed', green_min: 150, yellow_min: 100 }),
        ranges({
          ...{ metric_name: 'tickets_per_tech_per_month', green_min: 40, green_max: 60 },
          ...{ yellow_min: 30, yellow_max: 80, red_threshold: 80 },
        }),
      ]);
      expect((await planned.thresholds()).thresholds).toEqual([
        { metric: 'Reactive Tickets Closed', warning: 150, critical: 100 },
        { metric: 'Reactive Tickets / Tech / Month (closed)', warning: null, critical: null },
      ]);
      // What was read can be written back, and null removes.
      await deployed.setRanges(read);
      expect((await deployed.thresholds()).thresholds).toEqual(read);
      await planned.setThreshold('Reactive Tickets Closed', null, null);
      expect((await deployed.thresholds()).thresholds).toHaveLength(1);
    });
  });

  it('calculate the expenses of January 2026', async () => {
    await withServer(await environment(), async (url) => {
      const deployed = clientAsDeployed(url);
      await expect(deployed.expenses('2026-01', 22_588, 13_000)).rejects.toThrow('HTTP 400');
      await deployed.enter('2026-01', { total_expenses_qb: 88_098.48, payroll_total: 49_836.85 });
      const { inputs, calculated, stored_metrics } = await deployed.expenses('2026-01', 22_588, 13_000);
      expect(inputs.from_cfo).toEqual({ owner_comp: 22_588, owner_comp_taxes: 13_000 });
      expect(calculated).toEqual({ employee_expense: 14_248.85, other_expenses: 38_261.63, total_expenses: null });
      expect(stored_metrics).toContain('other_expenses');
      const { metrics } = await deployed.definitions('2026-01');
      expect(metrics.find(({ key }) => key === 'other_expenses')).toMatchObject({
        value: 38_261.63,
        calculation_display: '$88,098.48 - $14,248.85 - $22,588.00 - $13,000.00 = $38,261.63',
      });
    });
  });

  it('send API keys where people must say who they are', async () => {
    const variables = { ...(await environment()), QBR_AUTH: 'required' };
    const keyOf = async (role: string) => {
      const { stdout } = await runQbr(['keys', 'create', '--name', role, '--role', role], variables);
      return stdout.trim();
    };
    const [reader, writer] = [await keyOf('viewer'), await keyOf('editor')];
    await withServer(variables, async (url) => {
      await expect(clientOfPlan(url).monthly()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      const readOnly = clientOfPlan(url, { 'x-api-key': reader });
      await expect(readOnly.enter('2025-01', 'MRR', 1)).rejects.toEqual(expect.any(Refused));
      await expect(readOnly.enter('2025-01', 'mrr', 1)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await clientOfPlan(url, { authorization: `Bearer ${writer}` }).enter('2025-01', 'mrr', 109_682);
      expect((await readOnly.monthly('2025-01')).metrics).toMatchObject([
        { metric_name: 'mrr', metric_value: 109_682 },
      ]);
    });
  });
});

function ranges(given: Partial<Ranges>) {
  const none = { green_min: null, green_max: null, yellow_min: null, yellow_max: null, red_threshold: null };
  return { ...none, notes: null, ...given };
}
