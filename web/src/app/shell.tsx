import { Burger, Container, Drawer, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useUser } from '../lib/session';
import { IconBolt, IconChart, IconGauge, IconGrid, IconKey, IconUsers } from '../ui/icons';
import { LogoMark, LogoWord } from '../ui/logo';
import classes from './shell.module.css';
import { UserMenu } from './user-menu';

const PAGES = [
  { to: '/', label: 'Arcade', icon: IconGrid },
  { to: '/usage', label: 'My usage', icon: IconGauge },
  { to: '/keys', label: 'API keys', icon: IconKey },
  { to: '/start', label: 'Quick start', icon: IconBolt },
] as const;

const ADMIN_PAGES = [
  { to: '/admin', label: 'System', icon: IconChart },
  { to: '/admin/users', label: 'Users', icon: IconUsers },
] as const;

/** Header, navigation and the place of the page. */
export function Shell() {
  const user = useUser();
  const { pathname } = useLocation();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  useEffect(close, [pathname, close]);
  const pages = user.is_admin ? [...PAGES, ...ADMIN_PAGES] : PAGES;
  const links = pages.map(({ to, label, icon: Icon }) => (
    <NavLink key={to} to={to} end className={classes.link}>
      <Icon size={17} />
      {label}
    </NavLink>
  ));
  return (
    <>
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <header className={classes.header}>
        <Container size="xl" className={classes.bar}>
          <Link to="/" className={classes.brand} aria-label="Coinop, to the arcade">
            <LogoMark size={30} />
            <LogoWord height={14} />
          </Link>
          <nav className={classes.nav} aria-label="Pages">
            {links}
          </nav>
          <div className={classes.narrow}>
            <Burger opened={isOpen} onClick={toggle} aria-label="Menu" size="sm" />
          </div>
          <UserMenu />
        </Container>
      </header>
      <Drawer opened={isOpen} onClose={close} title="Pages" position="left" size={280}>
        <Stack component="nav" gap={4} aria-label="Pages">
          {links}
        </Stack>
      </Drawer>
      <Container component="main" id="page" size="xl" className={classes.main} tabIndex={-1}>
        <Suspense fallback={<div aria-busy="true" className={classes.loading} />}>
          <Outlet />
        </Suspense>
      </Container>
    </>
  );
}
