/** The phone's frame: one page, and the four places beneath the thumb. */
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Route, Routes, useLocation } from 'react-router';
import { useQuery } from 'urql';
import { useMay } from '../core/auth/useSession';
import { Boundary } from '../core/Boundary';
import { useOnline } from '../core/data/lamp';
import { allowed } from '../core/features';
import { OfOne } from '../core/OfOne';
import { UnreadDocument } from '../core/inbox/inbox.gen';
import { features } from './features';
import { Icon, type IconName } from './parts/Icon';

const PLACES: readonly { to: string; icon: IconName; label: string }[] = [
  { to: '/', icon: 'home', label: 'home:tab' },
  { to: '/services', icon: 'grid', label: 'services:tab' },
  { to: '/notifications', icon: 'bell', label: 'notifications:tab' },
  { to: '/mine', icon: 'person', label: 'mine:tab' },
];

export function Shell() {
  const { t } = useTranslation();
  const may = useMay();
  const online = useOnline();
  const { pathname } = useLocation();
  const [{ data }] = useQuery({ query: UnreadDocument });
  // Newer browsers answer with a promise, which React would take for a clean-up.
  useEffect(() => {
    scrollTo(0, 0);
  }, [pathname]);
  const pages = features.flatMap((feature) => feature.pages).filter((page) => allowed(may, page.needs));
  const behind = features.flatMap((feature) => feature.behind ?? []).filter((one) => may(one.needs));
  const unread = data?.unreadCount ?? 0;
  return (
    <>
      <a className="skip" href="#main">{t('app.skip')}</a>
      {!online && <p className="notice" role="alert">{t('app.offline')}</p>}
      <main id="main" tabIndex={-1}>
        <Boundary at={pathname} broken={<Broken />}>
          <Suspense fallback={<div className="waiting" role="status" aria-label={t('state.loading')}><span /><span /><span /></div>}>
            <Routes>
              {pages.map((page) => <Route key={page.path} path={page.path} element={<OfOne page={page.page} />} />)}
              <Route path="*" element={<Missing />} />
            </Routes>
          </Suspense>
        </Boundary>
      </main>
      <Boundary at="" broken={null}><Suspense fallback={null}>{behind.map(({ needs, work: Work }) => <Work key={needs} />)}</Suspense></Boundary>
      <nav className="tabs" aria-label={t('app.menu')}>
        {PLACES.map(({ to, icon, label }) => (
          <NavLink key={to} to={to} end={to === '/'}>
            <Icon name={icon} />
            <span>{t(label)}</span>
            {to === '/notifications' && unread > 0 && <b className="count"><span className="unseen">{t('notifications:bell', { count: unread })}</span><span aria-hidden>{unread}</span></b>}
          </NavLink>
        ))}
      </nav>
    </>
  );
}

function Broken() {
  const { t } = useTranslation();
  return <div className="nothing" role="alert"><h1>{t('app.broken')}</h1><p>{t('app.brokenHint')}</p><button type="button" className="button" onClick={() => location.reload()}>{t('act.refresh')}</button></div>;
}

function Missing() {
  const { t } = useTranslation();
  return <div className="nothing"><h1>{t('app.notFound')}</h1><p>{t('app.notFoundHint')}</p><Link to="/">{t('app.home')}</Link></div>;
}
