// Before anything is painted, so that a dark page never flashes white. What was not chosen follows the system, also later.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const chosen = localStorage.getItem('theme');
    const isDark = chosen ? chosen === 'dark' : system.matches;
    document.documentElement.dataset.bsTheme = isDark ? 'dark' : 'light';
  };
  apply();
  system.addEventListener('change', apply);
})();
