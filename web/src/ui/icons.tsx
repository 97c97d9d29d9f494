import type { ReactNode } from 'react';

export interface IconProps {
  size?: number;
}

/** Line icons on a 24 grid, drawn here so that no icon package has to be shipped. Always decorative. */
function icon(shape: ReactNode) {
  return function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {shape}
      </svg>
    );
  };
}

export const IconSearch = icon(
  <>
    <circle cx="11" cy="11" r="7" />
    <path d="m20 20-4-4" />
  </>,
);
export const IconUpload = icon(<path d="M12 16V4m0 0L7 9m5-5 5 5M4 16v4h16v-4" />);
export const IconPlay = icon(<path d="M7 4v16l13-8z" fill="currentColor" />);
export const IconStop = icon(
  <rect x="5" y="5" width="14" height="14" rx="2" fill="currentColor" />,
);
export const IconExpand = icon(<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />);
export const IconBack = icon(<path d="M20 12H4m0 0 6-6m-6 6 6 6" />);
export const IconCopy = icon(
  <>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M5 15H4V4h11v1" />
  </>,
);
export const IconCheck = icon(<path d="m5 12 5 5 9-10" />);
export const IconKey = icon(
  <>
    <circle cx="8" cy="15" r="4" />
    <path d="m11 12 9-9m-4 4 3 3" />
  </>,
);
export const IconGauge = icon(<path d="M4 18a9 9 0 1 1 16 0M12 14l4-5" />);
export const IconGrid = icon(
  <>
    <rect x="4" y="4" width="6" height="6" rx="1" />
    <rect x="14" y="4" width="6" height="6" rx="1" />
    <rect x="4" y="14" width="6" height="6" rx="1" />
    <rect x="14" y="14" width="6" height="6" rx="1" />
  </>,
);
export const IconBolt = icon(<path d="M13 3 5 14h6l-1 7 9-12h-6z" />);
export const IconUsers = icon(
  <>
    <circle cx="9" cy="8" r="4" />
    <path d="M2 20c0-4 3-6 7-6s7 2 7 6M16 4a4 4 0 0 1 0 8m3 2c2 1 3 3 3 6" />
  </>,
);
export const IconChart = icon(<path d="M4 20V10m6 10V4m6 16v-8m4 8H2" />);
export const IconPlus = icon(<path d="M12 5v14M5 12h14" />);
export const IconSun = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.5 1.5m11 11L19 19M19 5l-1.5 1.5m-11 11L5 19" />
  </>,
);
export const IconMoon = icon(<path d="M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z" />);
export const IconScreen = icon(
  <>
    <rect x="3" y="4" width="18" height="12" rx="2" />
    <path d="M8 20h8m-4-4v4" />
  </>,
);
export const IconLeave = icon(<path d="M14 4H5v16h9m-4-8h11m0 0-4-4m4 4-4 4" />);
export const IconDots = icon(
  <>
    <circle cx="5" cy="12" r="1" />
    <circle cx="12" cy="12" r="1" />
    <circle cx="19" cy="12" r="1" />
  </>,
);
export const IconLink = icon(<path d="M14 4h6v6m0-6-9 9m-2-7H4v14h14v-5" />);
