import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession, useSeatName } from '../../core/auth/useSession';
import { Icon } from './Icon';

/** A page of the phone: its only h1, and the way back where it lies beneath another. */
export function Page({ title, back, children }: { title: string; back?: string; children: ReactNode }) {
  const { t } = useTranslation();
  const { seat } = useSession();
  const name = useSeatName()(seat);
  useEffect(() => void (document.title = `${title} · ${name}`), [title, name]);
  return (
    <>
      <header className="bar">
        {back !== undefined && <Link className="back" to={back} aria-label={t('act.back')}><Icon name="back" /></Link>}
        <h1>{title}</h1>
      </header>
      {children}
    </>
  );
}
