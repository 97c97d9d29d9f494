import { PageHeader } from '../../ui/page-header';

export function StartPage() {
  return <PageHeader title="Start" />;
}
