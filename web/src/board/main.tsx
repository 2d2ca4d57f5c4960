import { lazy, StrictMode, Suspense, useMemo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { NuqsAdapter } from 'nuqs/adapters/react-router/v8';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Route, Routes, useLocation } from 'react-router';
import { Provider } from 'urql';
import { missingOf } from '../core/auth/needs';
import { begin } from '../core/auth/session';
import { useMay, useSession } from '../core/auth/useSession';
import { Boundary } from '../core/Boundary';
import { makeClient } from '../core/data/client';
import { allowed } from '../core/features';
import { beginWords, type Found } from '../core/i18n';
import { OfOne } from '../core/OfOne';
import { features } from './features';
import './board.css';

// The form's parts weigh more than the board: they come only to whoever must sign in.
const Entrance = lazy(() => import('./Entrance'));

function Data({ children }: { children: ReactNode }) {
  const { me } = useSession();
  const whose = me?.accountId ?? '';
  const client = useMemo(() => ({ whose, made: makeClient() }), [whose]);
  return <Provider key={whose} value={client.made}>{children}</Provider>;
}

function Board() {
  const { t } = useTranslation();
  const session = useSession();
  const may = useMay();
  const { pathname } = useLocation();
  // A session that ended leaves the page standing beneath the form, with what was typed on it.
  const isIn = ['in', 'ended'].includes(session.standing) && missingOf(session) === 'nothing';
  const opening = <p className="opening" role="status">{t('state.loading')}</p>;
  if (session.standing === 'asking') return opening;
  if (!isIn) return <Suspense fallback={opening}><Entrance /></Suspense>;
  const pages = features.flatMap((feature) => feature.pages).filter((page) => allowed(may, page.needs));
  return (
    <>
      <Boundary at={pathname} broken={<Broken />}>
        <Suspense fallback={opening}>
          <Routes>
            {pages.map((page) => <Route key={page.path} path={page.path} element={<OfOne page={page.page} />} />)}
            <Route path="*" element={<main className="opening"><h1>{t('app.notFound')}</h1><p>{t('app.notFoundHint')}</p></main>} />
          </Routes>
        </Suspense>
      </Boundary>
      {session.standing === 'ended' && <Suspense fallback={null}><Entrance /></Suspense>}
    </>
  );
}

function Broken() {
  const { t } = useTranslation();
  return <main className="opening" role="alert"><h1>{t('app.broken')}</h1><p>{t('app.brokenHint')}</p><button type="button" onClick={() => location.reload()}>{t('act.refresh')}</button></main>;
}

async function start(): Promise<void> {
  await beginWords(import.meta.glob('./*/zh-CN.json') as Found, import.meta.glob('./*/en.json') as Found);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <BrowserRouter basename="/board">
        <NuqsAdapter>
          <Data><Board /></Data>
        </NuqsAdapter>
      </BrowserRouter>
    </StrictMode>,
  );
  await begin({ name: 'board', roles: ['DISTRICT_VIEWER'] });
}

void start();
