import { PageHeader } from '../../ui/page-header';

export function PlayPage() {
  return <PageHeader title="Play" />;
}
