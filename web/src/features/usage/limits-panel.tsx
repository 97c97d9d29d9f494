import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { formatCount, formatMoment, formatRelative } from '../../lib/format';
import { useLoad } from '../../lib/use-load';
import { Bar } from '../../ui/bar';
import { ErrorPanel } from '../../ui/error-panel';
import { Panel } from '../../ui/panel';
import { texts } from './texts';
import { listLimits, type Limit } from './usage';

export function LimitsPanel() {
  const { data: limits, error, reload } = useLoad('limits', listLimits);
  if (error !== undefined) {
    return <ErrorPanel title={texts.limitsFailed} error={error} onRetry={reload} />;
  }
  return (
    <Panel title={texts.limitsTitle}>
      {limits === undefined && <Skeleton h={62} />}
      {limits?.length === 0 && <Text c="dimmed">{texts.noLimits}</Text>}
      <Stack gap="lg">
        {limits?.map((limit) => (
          <LimitRow key={`${limit.scope}:${limit.window}:${limit.unit}`} limit={limit} />
        ))}
      </Stack>
    </Panel>
  );
}

function LimitRow({ limit }: { limit: Limit }) {
  const { scope, window, used, held, resets_at: resetsAt } = limit;
  // A scope is "user:<id>"; whose it is matters here, not the id.
  const kind = scope.split(':', 1)[0] ?? scope;
  const name = `${texts.scopes[kind] ?? kind} ${texts.windows[window] ?? window}`;
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={6}>
        <Text fw={700}>{name}</Text>
        <Text ff="monospace" size="sm">
          {texts.used(formatCount(used), formatCount(limit.limit))}
        </Text>
      </Group>
      <Bar label={name} value={used + held} max={limit.limit} isLimit />
      <Text size="sm" c="dimmed" mt={6}>
        {resetsAt === null
          ? texts.neverResets
          : texts.resets(formatRelative(resetsAt), formatMoment(resetsAt))}
        {held > 0 && ` · ${texts.held(formatCount(held))}`}
      </Text>
    </div>
  );
}
