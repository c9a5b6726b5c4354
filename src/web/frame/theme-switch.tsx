import { useTheme } from '#src/web/controls/use-theme.ts';

/** Switches between light and dark; the default is the system's setting (public/theme.js). */
export function ThemeSwitch() {
  const other = useTheme() === 'dark' ? 'light' : 'dark';
  const change = () => {
    document.documentElement.dataset['bsTheme'] = other;
    localStorage.setItem('theme', other);
  };
  return (
    <button
      type="button"
      className="btn btn-sm btn-outline-secondary"
      onClick={change}
      aria-label={`Change to ${other}`}
    >
      <span aria-hidden="true">{other === 'dark' ? '☾' : '☀'}</span>
    </button>
  );
}
