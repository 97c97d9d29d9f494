/** The coin with a face, on a 16 by 16 grid, the same drawing as public/static/mark.svg. */
const COIN = {
  ink: 'M6 0h4v1h-4zM4 1h3v1h-3zM9 1h3v1h-3zM3 2h1v1h-1zM12 2h1v1h-1zM2 3h1v1h-1zM13 3h1v1h-1zM1 4h1v1h-1zM14 4h1v1h-1zM1 5h1v1h-1zM5 5h1v1h-1zM10 5h1v1h-1zM14 5h1v1h-1zM0 6h2v1h-2zM5 6h1v1h-1zM10 6h1v1h-1zM14 6h2v1h-2zM0 7h1v1h-1zM5 7h1v1h-1zM10 7h1v1h-1zM15 7h1v1h-1zM0 8h1v1h-1zM15 8h1v1h-1zM0 9h2v1h-2zM4 9h1v1h-1zM11 9h1v1h-1zM14 9h2v1h-2zM1 10h1v1h-1zM5 10h6v1h-6zM14 10h1v1h-1zM1 11h1v1h-1zM14 11h1v1h-1zM2 12h1v1h-1zM13 12h1v1h-1zM3 13h1v1h-1zM12 13h1v1h-1zM4 14h3v1h-3zM9 14h3v1h-3zM6 15h4v1h-4z',
  gold: 'M5 3h8v1h-8zM4 4h9v1h-9zM3 5h2v1h-2zM6 5h4v1h-4zM11 5h2v1h-2zM3 6h2v1h-2zM6 6h4v1h-4zM11 6h2v1h-2zM3 7h2v1h-2zM6 7h4v1h-4zM11 7h2v1h-2zM3 8h10v1h-10zM3 9h1v1h-1zM5 9h6v1h-6zM12 9h1v1h-1zM3 10h2v1h-2zM11 10h2v1h-2zM3 11h9v1h-9zM3 12h8v1h-8z',
  light:
    'M7 1h2v1h-2zM4 2h8v1h-8zM3 3h2v1h-2zM2 4h2v1h-2zM2 5h1v1h-1zM2 6h1v1h-1zM1 7h2v1h-2zM1 8h2v1h-2zM2 9h1v1h-1zM2 10h1v1h-1zM2 11h1v1h-1z',
  shade:
    'M13 4h1v1h-1zM13 5h1v1h-1zM13 6h1v1h-1zM13 7h2v1h-2zM13 8h2v1h-2zM13 9h1v1h-1zM13 10h1v1h-1zM12 11h2v1h-2zM11 12h2v1h-2zM4 13h8v1h-8zM7 14h2v1h-2z',
};

/** The name in pixels, 33 by 7, so that no font has to be shipped for it. */
const WORD =
  'M1 0h3v1h-3zM0 1h1v1h-1zM4 1h1v1h-1zM0 2h1v1h-1zM0 3h1v1h-1zM0 4h1v1h-1zM0 5h1v1h-1zM4 5h1v1h-1zM1 6h3v1h-3zM7 0h3v1h-3zM6 1h1v1h-1zM10 1h1v1h-1zM6 2h1v1h-1zM10 2h1v1h-1zM6 3h1v1h-1zM10 3h1v1h-1zM6 4h1v1h-1zM10 4h1v1h-1zM6 5h1v1h-1zM10 5h1v1h-1zM7 6h3v1h-3zM12 0h3v1h-3zM13 1h1v1h-1zM13 2h1v1h-1zM13 3h1v1h-1zM13 4h1v1h-1zM13 5h1v1h-1zM12 6h3v1h-3zM16 0h1v1h-1zM20 0h1v1h-1zM16 1h2v1h-2zM20 1h1v1h-1zM16 2h2v1h-2zM20 2h1v1h-1zM16 3h1v1h-1zM18 3h1v1h-1zM20 3h1v1h-1zM16 4h1v1h-1zM19 4h2v1h-2zM16 5h1v1h-1zM19 5h2v1h-2zM16 6h1v1h-1zM20 6h1v1h-1zM23 0h3v1h-3zM22 1h1v1h-1zM26 1h1v1h-1zM22 2h1v1h-1zM26 2h1v1h-1zM22 3h1v1h-1zM26 3h1v1h-1zM22 4h1v1h-1zM26 4h1v1h-1zM22 5h1v1h-1zM26 5h1v1h-1zM23 6h3v1h-3zM28 0h4v1h-4zM28 1h1v1h-1zM32 1h1v1h-1zM28 2h1v1h-1zM32 2h1v1h-1zM28 3h4v1h-4zM28 4h1v1h-1zM28 5h1v1h-1zM28 6h1v1h-1z';

export function LogoMark({ size = 28 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      shapeRendering="crispEdges"
      aria-hidden="true"
    >
      <path fill="#1c1730" d={COIN.ink} />
      <path fill="#ffc53d" d={COIN.gold} />
      <path fill="#ffe6a3" d={COIN.light} />
      <path fill="#d98e04" d={COIN.shade} />
    </svg>
  );
}

/** Named for screen readers by whoever wraps it in a link or heading. */
export function LogoWord({ height = 14 }: { height?: number }) {
  return (
    <svg
      viewBox="0 0 33 7"
      height={height}
      width={(height * 33) / 7}
      shapeRendering="crispEdges"
      fill="currentColor"
      aria-hidden="true"
    >
      <path d={WORD} />
    </svg>
  );
}
