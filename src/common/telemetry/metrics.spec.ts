import { Metrics } from './metrics';

describe('Metrics', () => {
  it('renders counters and gauges as Prometheus reads them', () => {
    const metrics = new Metrics();
    const calls = metrics.counter('calls_total', 'Calls.', ['dialect', 'outcome']);
    calls.add(['openai', 'ok']);
    calls.add(['openai', 'ok'], 2);
    calls.add(['a"b\\c\nd', 'ok']);
    metrics.gauge('open', 'Open now.', () => [{ labels: {}, value: 3 }]);
    expect(metrics.render()).toBe(
      [
        '# HELP calls_total Calls.',
        '# TYPE calls_total counter',
        'calls_total{dialect="openai",outcome="ok"} 3',
        'calls_total{dialect="a\\"b\\\\c\\nd",outcome="ok"} 1',
        '',
        '# HELP open Open now.',
        '# TYPE open gauge',
        'open 3',
        '',
      ].join('\n'),
    );
  });

  it('counts what is beyond the limit of series together', () => {
    const counter = new Metrics().counter('x_total', 'X.', ['name']);
    for (let at = 0; at < 1000; at += 1) counter.add([`n${at}`]);
    const samples = counter.samples();
    expect(samples).toHaveLength(201);
    expect(samples.at(-1)).toEqual({ labels: { name: 'other' }, value: 800 });
  });

  it('refuses a name twice', () => {
    const metrics = new Metrics();
    metrics.counter('x_total', 'X.', []);
    expect(() => metrics.gauge('x_total', 'X.', () => [])).toThrow('declared twice');
  });
});
