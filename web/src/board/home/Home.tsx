import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../core/auth/session';
import { date, time, weekday } from '../../core/format';
import { speak } from '../../core/i18n';

function Clock() {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(tick);
  }, []);
  return <time dateTime={now.toISOString()}>{`${date(now)} ${weekday(now)} ${time(now)}`}</time>;
}

export default function Home() {
  const { t, i18n } = useTranslation('home');
  useEffect(() => void (document.title = t('title')), [t]);
  return (
    <div className="board">
      <header className="board-head">
        <h1>{t('title')}</h1>
        <span className="grow" />
        <Clock />
        <button type="button" className="board-button" onClick={() => void speak(i18n.language === 'en' ? 'zh-CN' : 'en')}>{t('shared:app.language')}</button>
        <button type="button" className="board-button" onClick={() => void signOut()}>{t('shared:app.signOut')}</button>
      </header>
      <main><p className="opening">{t('soon')}</p></main>
    </div>
  );
}
