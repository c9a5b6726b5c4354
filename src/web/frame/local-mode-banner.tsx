/** Local mode is for trying the program out: everybody who reaches it may do everything. */
export function LocalModeBanner() {
  return (
    <div className="local-mode-banner text-bg-warning text-center small px-3 py-1 d-print-none" role="status">
      Local mode: there is no sign-in, and everyone on this machine may do everything.
    </div>
  );
}
