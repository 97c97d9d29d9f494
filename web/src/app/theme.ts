import {
  createTheme,
  Drawer,
  Modal,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** Night of the arcade: text at 0, page at 7. */
const dark: MantineColorsTuple = [
  '#ece9f7',
  '#c9c4de',
  '#aaa3c8',
  '#7d769e',
  '#4a4468',
  '#383253',
  '#221d33',
  '#15121f',
  '#100e19',
  '#0b0911',
];
/** Warm greys, so that light mode looks like paper and not like an office. */
const gray: MantineColorsTuple = [
  '#fbf7ef',
  '#f4eee2',
  '#e8e0d2',
  '#dacfbd',
  '#b9ab98',
  '#8f8271',
  '#6f6455',
  '#584e41',
  '#3f382f',
  '#2b261f',
];
const violet: MantineColorsTuple = [
  '#f2edff',
  '#e0d6ff',
  '#c6b5ff',
  '#b29cff',
  '#9f84ff',
  '#a78bff',
  '#7c55ea',
  '#6a3fdc',
  '#5a2fcb',
  '#47219f',
];
const coin: MantineColorsTuple = [
  '#fff8e5',
  '#ffefc7',
  '#ffe6a3',
  '#ffdb7a',
  '#ffd05a',
  '#ffc53d',
  '#e8a818',
  '#c98a04',
  '#8a5c00',
  '#6b4700',
];

export const theme = createTheme({
  colors: { dark, gray, violet, coin },
  primaryColor: 'violet',
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  white: '#fffdf9',
  black: '#1c1730',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '800', textWrap: 'balance' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, centered: true },
    }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});

/** What Mantine's defaults leave under 4.5:1, one step further from the page behind it. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbf7ef',
    '--mantine-color-text': '#1c1730',
    '--mantine-color-dimmed': '#62574a',
    '--mantine-color-placeholder': '#6f6455',
    '--mantine-color-error': '#b3182c',
    '--mantine-color-anchor': '#5a2fcb',
    '--coinop-surface': '#fffdf9',
    '--coinop-line': '#e3d9c8',
    '--coinop-good': '#0b6b4f',
    '--coinop-bad': '#b3182c',
  },
  dark: {
    '--mantine-color-body': '#15121f',
    '--mantine-color-text': '#ece9f7',
    '--mantine-color-dimmed': '#b3acce',
    '--mantine-color-placeholder': '#a39cc0',
    '--mantine-color-error': '#ff8f9c',
    '--mantine-color-anchor': '#b9a3ff',
    '--coinop-surface': '#1e1a2d',
    '--coinop-line': '#383253',
    '--coinop-good': '#4fd8a8',
    '--coinop-bad': '#ff8f9c',
  },
});
