import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import { useEffect, useRef } from 'react';
import type { TrendConfiguration } from './chart-configuration.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  annotation,
);

/** A chart of series; the table below has the same values for screen readers. */
export function TrendChart({ configuration, label }: { configuration: TrendConfiguration; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const chart = new Chart(canvas.current, configuration);
    return () => chart.destroy();
  }, [configuration]);
  return (
    <div className="trend-chart">
      <canvas ref={canvas} role="img" aria-label={`${label}. The table below has the values.`} />
    </div>
  );
}
