import { Link } from 'wouter';
import { VendorForm } from './vendor-form.tsx';
import { WithSettings } from './with-settings.tsx';

const VENDORS = [
  { vendor: 'CONNECTWISE', title: 'ConnectWise PSA', supplies: 'Tickets and time.' },
  { vendor: 'NINJAONE', title: 'NinjaOne', supplies: 'Devices.' },
] as const;

/** Access to the vendors, which can be tried before it is stored. */
export function VendorsSection() {
  return (
    <>
      <p className="settings-lead">
        The accounts with which the numbers are read. Trying a vendor asks it with what is typed here and what is set,
        and stores nothing. Keys and secrets can be replaced, but not read.
      </p>
      <WithSettings>
        {(settings) =>
          VENDORS.map(({ vendor, ...texts }) => (
            <VendorForm
              key={vendor}
              vendor={vendor}
              settings={settings.filter((each) => each.vendor === vendor)}
              {...texts}
            />
          ))
        }
      </WithSettings>
      <section className="settings-vendor" aria-labelledby="vendor-quickbooks">
        <h3 id="vendor-quickbooks">QuickBooks</h3>
        <p className="mb-0">
          The books. They are connected under <Link href="/books">Books</Link>.
        </p>
      </section>
    </>
  );
}
