import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useSession, useSeatName } from '../core/auth/useSession';

interface Head {
  title: string;
  lead?: ReactNode;
  /** The pages above this one, outermost first. */
  crumbs?: readonly { to: string; label: string }[];
  acts?: ReactNode;
  children: ReactNode;
}

/** A page: its only h1, what it is about, and what can be done. */
export function Page({ title, lead, crumbs, acts, children }: Head) {
  const { t } = useTranslation();
  const { seat } = useSession();
  const name = useSeatName()(seat);
  useEffect(() => void (document.title = `${title} · ${name}`), [title, name]);
  return (
    <>
      <div className="page-head">
        <div className="grow">
          {crumbs && (
            <nav aria-label={t('app.home')}>
              <ol className="crumbs">{crumbs.map((crumb) => <li key={crumb.to}><Link to={crumb.to}>{crumb.label}</Link></li>)}</ol>
            </nav>
          )}
          <h1>{title}</h1>
          {lead && <p>{lead}</p>}
        </div>
        {acts && <div className="acts">{acts}</div>}
      </div>
      {children}
    </>
  );
}
