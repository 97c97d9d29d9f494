import { Injectable } from '@nestjs/common';

type Labels = Record<string, string>;

/** One number with its labels, as a gauge reports it. */
export interface Sample {
  labels: Labels;
  value: number;
}

/** Label sets of one metric; further ones are counted together under `other`, so no label can flood us. */
const SERIES_MAX = 200;
const OTHER = 'other';

/** A number that only grows. */
export class Counter {
  private readonly series = new Map<string, Sample>();

  constructor(private readonly labelNames: readonly string[]) {}

  /** `values` in the order of the label names. */
  add(values: readonly string[], by = 1): void {
    this.sampleOf(values).value += by;
  }

  samples(): Sample[] {
    return [...this.series.values()];
  }

  private sampleOf(values: readonly string[]): Sample {
    const key = values.join('\n');
    const known = this.series.get(key);
    if (known !== undefined) return known;
    const isOther = this.series.size >= SERIES_MAX;
    const shown = isOther ? this.labelNames.map(() => OTHER) : values;
    const sample = this.series.get(shown.join('\n')) ?? {
      labels: Object.fromEntries(this.labelNames.map((name, at) => [name, shown[at] ?? ''])),
      value: 0,
    };
    this.series.set(shown.join('\n'), sample);
    return sample;
  }
}

interface Metric {
  help: string;
  type: 'counter' | 'gauge';
  samples: () => Sample[];
}

/**
 * What this process counts, for Prometheus. Modules declare their metrics when they are made and add to
 * them after a call has ended; gauges are asked only when somebody looks. Labels never hold a user, a
 * key or text of a request.
 */
@Injectable()
export class Metrics {
  private readonly metrics = new Map<string, Metric>();

  counter(name: string, help: string, labelNames: readonly string[]): Counter {
    const counter = new Counter(labelNames);
    this.declare(name, { help, type: 'counter', samples: () => counter.samples() });
    return counter;
  }

  gauge(name: string, help: string, samples: () => Sample[]): void {
    this.declare(name, { help, type: 'gauge', samples });
  }

  /** The text exposition format of Prometheus, version 0.0.4. */
  render(): string {
    return [...this.metrics]
      .flatMap(([name, { help, type, samples }]) => [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...samples().map(({ labels, value }) => `${name}${renderLabels(labels)} ${value}`),
        '',
      ])
      .join('\n');
  }

  private declare(name: string, metric: Metric): void {
    if (this.metrics.has(name)) throw new Error(`metric declared twice: ${name}`);
    this.metrics.set(name, metric);
  }
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
