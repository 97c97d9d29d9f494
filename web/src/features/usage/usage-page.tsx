import { Stack } from '@mantine/core';
import { formatCount } from '../../lib/format';
import { useLoad } from '../../lib/use-load';
import { Led } from '../../ui/led';
import { PageHeader } from '../../ui/page-header';
import { HistoryPanel } from './history-panel';
import { LimitsPanel } from './limits-panel';
import { texts } from './texts';
import { listUsage } from './usage';

export function UsagePage() {
  const history = useLoad('usage', (signal) => listUsage(null, signal));
  const total = history.data?.total_tokens;
  return (
    <>
      <PageHeader
        title={texts.title}
        lead={texts.lead}
        action={<Led label={texts.total} value={total === undefined ? '–' : formatCount(total)} />}
      />
      <Stack gap="lg">
        <LimitsPanel />
        <HistoryPanel {...history} />
      </Stack>
    </>
  );
}
