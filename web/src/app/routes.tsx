import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Routes, useLocation } from 'react-router';
import { ErrorBoundary } from './error-boundary';
import { NotFoundPage } from './not-found-page';
import { RequireAdmin, RequireUser } from './require-user';
import { Shell } from './shell';

/** A page in a file of its own, loaded when somebody goes there. */
function page(load: () => Promise<ComponentType>) {
  return lazy(async () => ({ default: await load() }));
}

const LoginPage = page(async () => (await import('../features/login/login-page')).LoginPage);
const ArcadePage = page(async () => (await import('../features/arcade/arcade-page')).ArcadePage);
const PlayPage = page(async () => (await import('../features/play/play-page')).PlayPage);
const UploadPage = page(async () => (await import('../features/upload/upload-page')).UploadPage);
const UsagePage = page(async () => (await import('../features/usage/usage-page')).UsagePage);
const KeysPage = page(async () => (await import('../features/keys/keys-page')).KeysPage);
const StartPage = page(async () => (await import('../features/start/start-page')).StartPage);
const OverviewPage = page(
  async () => (await import('../features/admin/overview-page')).OverviewPage,
);
const UsersPage = page(async () => (await import('../features/admin/users-page')).UsersPage);

/** The addresses of the app. The server's list of them is in src/web/http/pages.controller.ts. */
export function AppRoutes() {
  const { pathname } = useLocation();
  return (
    <ErrorBoundary at={pathname}>
      <Suspense>
        <Routes>
          <Route path="/login" element={<LoginPage />} />
          <Route element={<RequireUser />}>
            <Route path="/play/:id" element={<PlayPage />} />
            <Route element={<Shell />}>
              <Route path="/" element={<ArcadePage />} />
              <Route path="/upload" element={<UploadPage />} />
              <Route path="/usage" element={<UsagePage />} />
              <Route path="/keys" element={<KeysPage />} />
              <Route path="/start" element={<StartPage />} />
              <Route element={<RequireAdmin />}>
                <Route path="/admin" element={<OverviewPage />} />
                <Route path="/admin/users" element={<UsersPage />} />
              </Route>
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Route>
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}
