/** Nobody passes who is not signed in, has no seat here, or still owes the second factor. */
import { Button, Spin } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { missingOf } from '../core/auth/needs';
import { choose, refresh, signOut } from '../core/auth/session';
import { useSession, useSeatName } from '../core/auth/useSession';
import { Doorway } from './Doorway';
import { Nothing } from './States';

// Forms weigh more than the frame: they come only to whoever must fill one in.
const SignIn = lazy(async () => ({ default: (await import('./SignInForm')).SignInForm }));
const EnrolTotp = lazy(() => import('./EnrolTotp'));
const Ended = lazy(() => import('./Ended'));

export function Gate({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const missing = missingOf(session);
  if (session.standing === 'asking') return <Spin fullscreen description={t('state.loading')} />;
  if (session.standing === 'unreached') return <Unreached />;
  if (session.standing === 'out') {
    return (
      <Doorway title={title} heading={t('signIn.title')}>
        <Suspense fallback={<Spin />}><SignIn /></Suspense>
      </Doorway>
    );
  }
  if (missing !== 'nothing') {
    return (
      <Doorway title={title} heading={t(missing === 'authenticator' ? 'signIn.enrolTitle' : missing === 'choice' ? 'signIn.choose' : 'signIn.title')}>
        {missing === 'authenticator' && <Suspense fallback={<Spin />}><EnrolTotp /></Suspense>}
        {missing === 'choice' && <Seats />}
        {missing === 'seat' && <Nowhere />}
        {missing === 'code' && (
          <>
            <p className="form-error" role="alert">{t('signIn.signInAgain')}</p>
            <Button type="primary" size="large" block onClick={() => void signOut()}>{t('signIn.submit')}</Button>
          </>
        )}
      </Doorway>
    );
  }
  return (
    <>
      {children}
      {session.standing === 'ended' && <Suspense fallback={null}><Ended /></Suspense>}
    </>
  );
}

function Seats() {
  const { t } = useTranslation();
  const { seats } = useSession();
  const nameOf = useSeatName();
  return (
    <div className="seats">
      {seats.map((seat) => (
        <button key={seat.key} type="button" className="seat" onClick={() => choose(seat)}>
          <span className="mark" style={seat.colour ? { background: seat.colour } : {}} aria-hidden>{nameOf(seat).slice(0, 1)}</span>
          <span>
            <b>{nameOf(seat)}</b>
            <small>{seat.roles.map((role) => t(`role.${role}`)).join(' · ')}</small>
          </span>
        </button>
      ))}
      <Button type="link" onClick={() => void signOut()}>{t('app.signOut')}</Button>
    </div>
  );
}

function Nowhere() {
  const { t } = useTranslation();
  return <Nothing title={t('signIn.nowhere')} hint={t('signIn.nowhereHint')}><Button type="primary" onClick={() => void signOut()}>{t('app.signOut')}</Button></Nothing>;
}

function Unreached() {
  const { t } = useTranslation();
  return (
    <main>
      <h1 className="unseen">{t('app.unreached')}</h1>
      <Nothing title={t('app.unreached')} hint={t('app.unreachedHint')}>
        <Button type="primary" onClick={() => void refresh().catch(() => undefined)}>{t('act.retry')}</Button>
      </Nothing>
    </main>
  );
}
