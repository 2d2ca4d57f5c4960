/** The frame of a desk face: the menu on the left, who and where one is above, the page beneath. */
import { BellOutlined, GlobalOutlined, LogoutOutlined, MenuOutlined, SwapOutlined, UserOutlined } from '@ant-design/icons';
import { Badge, Button, Dropdown, Skeleton } from 'antd';
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Route, Routes, useLocation } from 'react-router';
import { signOut } from '../core/auth/session';
import { useMay, useSession, useSeatName } from '../core/auth/useSession';
import { Boundary } from '../core/Boundary';
import { useLamp, useOnline } from '../core/data/lamp';
import { allowed, type Feature, type MenuGroup, type PageRoute } from '../core/features';
import { speak } from '../core/i18n';
import { OfOne } from '../core/OfOne';
import { Broken, Missing } from './Missing';

const GROUPS: readonly MenuGroup[] = ['work', 'living', 'together', 'care', 'records', 'settings'];

interface Frame {
  title: string;
  features: readonly Feature[];
  groups: (group: MenuGroup) => string;
  /** How many notifications are unread. */
  unread?: number;
  /** What the bell counts instead, and where that is seen to. */
  bell?: { to: string; label: string };
  children?: ReactNode;
}

export function Shell({ title, features, groups, unread = 0, bell }: Frame) {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const content = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    scrollTo(0, 0);
    // The reader of a new page begins at its beginning.
    if (!first.current) content.current?.focus({ preventScroll: true });
    first.current = false;
  }, [pathname]);
  const pages = features.flatMap((feature) => feature.pages).filter((page) => allowed(may, page.needs));
  return (
    <div className="shell">
      <a className="skip" href="#main">{t('app.skip')}</a>
      <Side title={title} pages={pages} groups={groups} open={open} onGo={() => setOpen(false)} />
      {open && <button type="button" className="veil" aria-label={t('app.closeMenu')} onClick={() => setOpen(false)} />}
      <div className="main">
        <Top unread={unread} bell={bell} onMenu={() => setOpen(true)} />
        <Notices />
        <main id="main" className="content" tabIndex={-1} ref={content}>
          <Boundary at={pathname} broken={<Broken />}>
            <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} title={{ width: 160 }} />}>
              <Routes>
                {pages.map((page) => <Route key={page.path} path={page.path} element={<OfOne page={page.page} />} />)}
                <Route path="*" element={<Missing />} />
              </Routes>
            </Suspense>
          </Boundary>
        </main>
      </div>
    </div>
  );
}

function Side({ title, pages, groups, open, onGo }: { title: string; pages: readonly PageRoute[]; groups: (group: MenuGroup) => string; open: boolean; onGo: () => void }) {
  const { t } = useTranslation();
  const { seat } = useSession();
  const name = useSeatName()(seat);
  return (
    <aside className={open ? 'side open' : 'side'} aria-label={name}>
      <Link className="brand" to="/">
        <span className="mark" aria-hidden>{name.slice(0, 1)}</span>
        <span><b>{name}</b><small>{title}</small></span>
      </Link>
      <nav aria-label={t('app.menu')}>
        {GROUPS.map((group) => {
          const shown = pages.filter((page) => page.menu?.group === group).toSorted((a, b) => (a.menu?.order ?? 0) - (b.menu?.order ?? 0));
          return shown.length > 0 && (
            <section key={group}>
              {group !== 'work' && <h2>{groups(group)}</h2>}
              <ul>
                {shown.map((page) => (
                  <li key={page.path}>
                    <NavLink to={`/${page.path}`} end={page.path === ''} onClick={onGo}>{page.menu?.icon}<span>{t(page.menu?.label ?? '')}</span></NavLink>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </nav>
    </aside>
  );
}

function Top({ unread, bell, onMenu }: { unread: number; bell: Frame['bell'] | undefined; onMenu: () => void }) {
  const { t, i18n } = useTranslation();
  const { me, seats, seat } = useSession();
  const state = useLamp();
  return (
    <header className="top">
      <Button className="menu-button" type="text" icon={<MenuOutlined />} aria-label={t('app.openMenu')} onClick={onMenu} />
      <span className="grow" />
      {state !== 'idle' && <span className={state === 'lost' ? 'lamp lost' : 'lamp'} role="status">{t(state === 'lost' ? 'app.lost' : 'app.live')}</span>}
      <Link to={bell?.to ?? '/notifications'} className="bell" aria-label={bell?.label ?? t('notifications:bell', { count: unread })}>
        <Badge count={unread} size="small" offset={[2, -2]}><BellOutlined style={{ fontSize: 18 }} /></Badge>
      </Link>
      <Button type="text" icon={<GlobalOutlined />} onClick={() => void speak(i18n.language === 'en' ? 'zh-CN' : 'en')}>{t('app.language')}</Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'role', disabled: true, label: seat?.roles.map((role) => t(`role.${role}`)).join(' · ') },
            { key: 'account', icon: <UserOutlined />, label: <Link to="/account">{t('app.account')}</Link> },
            ...(seats.length > 1 ? [{ key: 'seat', icon: <SwapOutlined />, label: <Link to="/account#seats">{t('app.switchSeat')}</Link> }] : []),
            { type: 'divider' as const },
            { key: 'out', icon: <LogoutOutlined />, label: t('app.signOut'), onClick: () => void signOut() },
          ],
        }}
      >
        <Button type="text" icon={<UserOutlined />}><span className="me-name">{me?.displayName}</span></Button>
      </Dropdown>
    </header>
  );
}

function Notices() {
  const { t } = useTranslation();
  const online = useOnline();
  return online ? null : <p className="notice" role="alert" style={{ margin: 0 }}>{t('app.offline')}</p>;
}
