// Runs before the first paint, so that a chosen scheme never flashes the other one. The key is the one
// that Mantine's own scheme manager writes; anything else in there means "as the system says".
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch (_) {
    // Storage may be refused; the system's scheme is then the answer.
  }
  var isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  var scheme = chosen === 'light' || chosen === 'dark' ? chosen : isDark ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
