/** Signing in on the phone, by a code first. */
import { lazy, Suspense, useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { missingOf } from '../core/auth/needs';
import { choose, refresh, signOut } from '../core/auth/session';
import { useSession, useSeatName } from '../core/auth/useSession';
import { useSignIn, type Way } from '../core/auth/useSignIn';
import { Facade } from '../core/Facade';
import { speak } from '../core/i18n';
import { Field } from './parts/Field';
import { Sheet } from './parts/Sheet';

const Become = lazy(async () => ({ default: (await import('./applications/Become')).Become }));

export function Gate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const missing = missingOf(session);
  if (session.standing === 'asking') return <p className="opening" role="status">{t('state.loading')}</p>;
  if (session.standing === 'unreached') return <Unreached />;
  if (session.standing === 'out') return <Door heading={t('signIn.title')}><SignIn /></Door>;
  if (missing === 'choice') return <Door heading={t('signIn.choose')}><Seats /></Door>;
  if (missing !== 'nothing') {
    return (
      <Door heading={t('signIn.nowhere')}>
        <p>{t('signIn.nowhereHint')}</p>
        <Suspense fallback={null}><Become /></Suspense>
        <button type="button" className="button" onClick={() => void signOut()}>{t('app.signOut')}</button>
      </Door>
    );
  }
  return (
    <>
      {children}
      <Sheet open={session.standing === 'ended'} title={t('signIn.title')}>
        <p className="soft">{t('signIn.ended')}</p>
        <SignIn />
      </Sheet>
    </>
  );
}

const again = (): void => void refresh().catch(() => undefined);

/** It is tried again by hand, and by itself when the network is back. */
function Unreached() {
  const { t } = useTranslation();
  useEffect(() => {
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, []);
  return (
    <main className="nothing" style={{ paddingTop: '30vh' }}>
      <h1>{t('app.unreached')}</h1>
      <p>{t('app.unreachedHint')}</p>
      <button type="button" className="button" onClick={again}>{t('act.retry')}</button>
    </main>
  );
}

function Door({ heading, children }: { heading: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="door">
      <div className="door-top">
        <p className="door-name">{t('app.name')}</p>
        <p>{t('app.motto')}</p>
        <Facade />
      </div>
      <main>
        <div className="door-head">
          <h1>{heading}</h1>
          <button type="button" className="quiet" onClick={() => void speak(i18n.language === 'en' ? 'zh-CN' : 'en')}>{t('app.language')}</button>
        </div>
        {children}
      </main>
    </div>
  );
}

function SignIn() {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('code');
  const [typed, setTyped] = useState({ login: '', password: '', phone: '', code: '', totp: '' });
  const { busy, problem, wantsTotp, sent, wait, submit, sendCode } = useSignIn();
  const bind = (name: keyof typeof typed) => ({ name, value: typed[name], onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }) });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit(way, typed);
  };
  const isComplete = way === 'code' ? typed.phone && typed.code : typed.login && typed.password;
  return (
    <form onSubmit={send} noValidate>
      {way === 'code' ? (
        <>
          <Field label={t('signIn.phone')} type="tel" inputMode="tel" autoComplete="tel" {...bind('phone')} />
          <div className="with-button">
            <Field label={t('signIn.code')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} hint={sent} {...bind('code')} />
            <button type="button" className="button plain" disabled={busy || wait > 0 || !typed.phone} onClick={() => void sendCode(typed.phone)}>
              {wait > 0 ? t('signIn.again', { seconds: wait }) : t('signIn.sendCode')}
            </button>
          </div>
        </>
      ) : (
        <>
          <Field label={t('signIn.login')} autoComplete="username" autoCapitalize="off" {...bind('login')} />
          <Field label={t('signIn.password')} type="password" autoComplete="current-password" {...bind('password')} />
        </>
      )}
      {wantsTotp && <Field label={t('signIn.totp')} hint={t('signIn.totpHint')} inputMode="numeric" maxLength={6} {...bind('totp')} />}
      {problem && <p className="problem" role="alert">{problem}</p>}
      <div className="buttons">
        <button type="submit" className="button" disabled={busy || !isComplete} aria-busy={busy}>{t('signIn.submit')}</button>
        <button type="button" className="quiet" onClick={() => setWay(way === 'code' ? 'password' : 'code')}>{t(way === 'code' ? 'signIn.byPassword' : 'signIn.byCode')}</button>
      </div>
    </form>
  );
}

function Seats() {
  const { t } = useTranslation();
  const { seats } = useSession();
  const nameOf = useSeatName();
  return (
    <div className="buttons">
      {seats.map((seat) => <button key={seat.key} type="button" className="button plain" onClick={() => choose(seat)}>{nameOf(seat)}</button>)}
      <button type="button" className="quiet" onClick={() => void signOut()}>{t('app.signOut')}</button>
    </div>
  );
}
