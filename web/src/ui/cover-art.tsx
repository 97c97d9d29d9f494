import { useMemo } from 'react';
import { drawCover } from './draw-cover';

/** A picture for a game that has none: always the same one for the same title. Decorative. */
export function CoverArt({ seed, className }: { seed: string; className?: string }) {
  const cover = useMemo(() => drawCover(seed), [seed]);
  return (
    <svg
      className={className}
      viewBox="0 0 32 20"
      preserveAspectRatio="xMidYMid slice"
      shapeRendering="crispEdges"
      aria-hidden="true"
    >
      <rect width="32" height="20" fill={cover.sky} />
      {cover.stars.map((star) => (
        <rect
          key={`${star.x}:${star.y}`}
          x={star.x}
          y={star.y}
          width="0.5"
          height="0.5"
          fill={cover.star}
        />
      ))}
      <path d={cover.hills} fill={cover.far} />
      <path d={cover.ground} fill={cover.near} />
      <path d={cover.sprite} fill={cover.body} />
      <path d={cover.eyes} fill={cover.star} />
    </svg>
  );
}
