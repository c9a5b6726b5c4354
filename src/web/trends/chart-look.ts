import type { PointStyle } from 'chart.js';

/** The colours of a chart. Colour-blind people can distinguish the series, each of which also has its own mark. */
export interface ChartLook {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly series: readonly string[];
  readonly warning: string;
  readonly critical: string;
}

const LIGHT = ['#0072b2', '#c75000', '#00805c', '#a8437f', '#806600', '#5b4bc4', '#333333', '#9c1c1c'];
const DARK = ['#56b4e9', '#e69f00', '#2bc79a', '#e79bc5', '#f0e442', '#b3a8ff', '#e0e0e0', '#ff8a80'];

/** The mark of each series, in the order of the colours. */
export const MARKS: readonly PointStyle[] = [
  'circle',
  'triangle',
  'rect',
  'rectRot',
  'star',
  'rectRounded',
  'cross',
  'crossRot',
];

/** The look for a theme. */
export function chartLook(theme: 'light' | 'dark'): ChartLook {
  const style = getComputedStyle(document.documentElement);
  const isDark = theme === 'dark';
  return {
    background: style.getPropertyValue('--bs-body-bg').trim(),
    text: style.getPropertyValue('--bs-body-color').trim(),
    grid: style.getPropertyValue('--bs-border-color').trim(),
    series: isDark ? DARK : LIGHT,
    warning: isDark ? 'rgb(255 193 7 / 14%)' : 'rgb(255 193 7 / 20%)',
    critical: isDark ? 'rgb(234 84 98 / 20%)' : 'rgb(220 53 69 / 14%)',
  };
}
