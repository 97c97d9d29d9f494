import { PageHeader } from '../../ui/page-header';

export function UploadPage() {
  return <PageHeader title="Upload" />;
}
