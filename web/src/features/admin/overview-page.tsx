import { Anchor, Group, List, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { formatCount, formatMoment } from '../../lib/format';
import { graphql } from '../../lib/graphql';
import { useLoad } from '../../lib/use-load';
import { ErrorPanel } from '../../ui/error-panel';
import { Led } from '../../ui/led';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { Tag } from '../../ui/tag';
import { AUDIT, OVERVIEW } from './documents';
import { ShareList, type Share } from './share-list';
import { overviewTexts as texts } from './texts';

export function OverviewPage() {
  const { data, error, reload } = useLoad('overview', (signal) => graphql(OVERVIEW, {}, signal));
  const usage = data?.systemUsage;
  const count = (value: number | undefined) => (value === undefined ? '–' : formatCount(value));
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} />
      <Stack gap="lg">
        {error !== undefined && (
          <ErrorPanel title={texts.loadFailed} error={error} onRetry={reload} />
        )}
        <Group>
          <Led label={texts.users} value={count(usage?.users)} />
          <Led label={texts.tokens} value={count(usage?.totalTokens)} />
          <Led label={texts.requests} value={count(usage?.calls)} />
        </Group>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <SharePanel
            title={texts.byProvider}
            shares={usage?.byProvider.map(({ provider, ...rest }) => ({
              name: provider ?? '–',
              ...rest,
            }))}
          />
          <SharePanel
            title={texts.byModel}
            shares={usage?.byModel.map(({ model, ...rest }) => ({ name: model ?? '–', ...rest }))}
          />
          <AuditPanel />
          <ToolsPanel />
        </SimpleGrid>
      </Stack>
    </>
  );
}

function SharePanel({ title, shares }: { title: string; shares: readonly Share[] | undefined }) {
  return (
    <Panel title={title}>
      {shares === undefined ? <Skeleton h={120} /> : <ShareList shares={shares} />}
    </Panel>
  );
}

/** Whether the ledger's own sums agree, checked now. */
function AuditPanel() {
  const { data, error, reload } = useLoad('audit', (signal) => graphql(AUDIT, {}, signal));
  const audit = data?.ledgerAudit;
  return (
    <Panel title={texts.audit}>
      {error !== undefined && (
        <ErrorPanel title={texts.auditFailed} error={error} onRetry={reload} />
      )}
      {audit === undefined && error === undefined && <Skeleton h={120} />}
      {audit !== undefined && (
        <Stack gap="xs">
          <Tag mood={audit.ok ? 'good' : 'bad'}>{audit.ok ? texts.auditOk : texts.auditBad}</Tag>
          <details open={!audit.ok}>
            <summary>{texts.checks(audit.checks.length)}</summary>
            <List size="sm" c="dimmed" spacing={2} mt="xs">
              {audit.checks.map(({ name, violations }) => (
                <List.Item key={name}>
                  {name.replaceAll('_', ' ')}
                  {violations > 0 && <strong>: {texts.violations(violations)}</strong>}
                </List.Item>
              ))}
            </List>
          </details>
          <Text size="sm" c="dimmed">
            {texts.auditAt(formatMoment(audit.checkedAt))}
          </Text>
        </Stack>
      )}
    </Panel>
  );
}

function ToolsPanel() {
  return (
    <Panel title={texts.tools}>
      <Stack>
        <div>
          <Anchor href="/graphql" fw={700}>
            {texts.graphql}
          </Anchor>
          <Text size="sm" c="dimmed">
            {texts.graphqlHint}
          </Text>
        </div>
        <div>
          <Anchor href="/docs" fw={700}>
            {texts.docs}
          </Anchor>
          <Text size="sm" c="dimmed">
            {texts.docsHint}
          </Text>
        </div>
      </Stack>
    </Panel>
  );
}
