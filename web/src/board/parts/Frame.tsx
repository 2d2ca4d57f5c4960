import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { signOut } from '../../core/auth/session';
import { useLamp, useOnline } from '../../core/data/lamp';
import { date, now, time, weekday } from '../../core/format';
import { speak } from '../../core/i18n';
import { features } from '../features';

function Clock() {
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const tick = setInterval(() => setMoment(now()), 1000);
    return () => clearInterval(tick);
  }, []);
  return <time dateTime={moment.toISOString()}>{`${date(moment)} ${weekday(moment)} ${time(moment)}`}</time>;
}

/** Whether what is shown changes by itself, in words. */
function Live() {
  const { t } = useTranslation('overview');
  const lamp = useLamp();
  const online = useOnline();
  const isLost = !online || lamp === 'lost';
  if (!isLost && lamp === 'idle') return null;
  return <span className={isLost ? 'live lost' : 'live'} role="status">{t(isLost ? 'shared:app.lost' : 'shared:app.live')}</span>;
}

/** The head of every page of the board, and the page. */
export function Frame({ title, lead, tools, children }: { title: string; lead?: ReactNode; tools?: ReactNode; children: ReactNode }) {
  const { t, i18n } = useTranslation('overview');
  useEffect(() => void (document.title = `${title} · ${t('district')}`), [title, t]);
  const links = features.flatMap((feature) => feature.pages).filter((page) => page.menu).toSorted((a, b) => (a.menu?.order ?? 0) - (b.menu?.order ?? 0));
  return (
    <div className="board">
      <a className="skip" href="#main">{t('shared:app.skip')}</a>
      <header className="board-head">
        <p className="board-name">{t('district')}</p>
        <nav aria-label={t('shared:app.menu')}>
          {links.map((page) => <NavLink key={page.path} to={`/${page.path}`} end={page.path === ''}>{t(page.menu?.label ?? '')}</NavLink>)}
        </nav>
        <span className="grow" />
        <Live />
        <Clock />
        <button type="button" className="board-button" onClick={() => void speak(i18n.language === 'en' ? 'zh-CN' : 'en')}>{t('shared:app.language')}</button>
        <button type="button" className="board-button" onClick={() => void signOut()}>{t('shared:app.signOut')}</button>
      </header>
      <main id="main">
        <div className="board-title">
          <h1>{title}</h1>
          {lead && <p>{lead}</p>}
          <span className="grow" />
          {tools}
        </div>
        {children}
      </main>
    </div>
  );
}
