// Before anything is painted, so that a dark page never flashes white. `auto` follows the system.
(() => {
  const chosen = localStorage.getItem('theme');
  const isDark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.bsTheme = isDark ? 'dark' : 'light';
})();
