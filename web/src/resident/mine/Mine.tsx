import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { choose } from '../../core/auth/session';
import { useMay, useSession, useSeatName } from '../../core/auth/useSession';
import { allowed } from '../../core/features';
import { features } from '../features';
import { Icon, type IconName } from '../parts/Icon';
import { Page } from '../parts/Page';
import { Leave } from './Leave';

const OWN: readonly { to: string; label: string; hint: string; icon: IconName; needs?: string }[] = [
  { to: '/mine/data', label: 'mine:data', hint: 'mine:dataHint', icon: 'shield', needs: 'housing:view_residents' },
  { to: '/applications', label: 'applications:title', hint: 'applications:hint', icon: 'door', needs: 'housing:apply' },
  { to: '/join', label: 'applications:become.way', hint: 'applications:become.wayHint', icon: 'plus' },
  { to: '/mine/settings', label: 'mine:settings', hint: 'mine:settingsHint', icon: 'bell' },
];

export default function Mine() {
  const { t } = useTranslation();
  const { me, seat, seats } = useSession();
  const nameOf = useSeatName();
  const may = useMay();
  const more = features.flatMap((feature) => feature.mine ?? []).filter((one) => allowed(may, one.needs)).toSorted((a, b) => a.order - b.order);
  return (
    <Page title={t('mine:title')}>
      <section className="card">
        <h2>{me?.displayName}</h2>
        <p className="soft" style={{ margin: 0 }}>{`${nameOf(seat)} · ${seat?.roles.map((role) => t(`role.${role}`)).join(' · ') ?? ''}`}</p>
      </section>
      <ul className="rows">
        {more.map((one) => <Way key={one.to} to={one.to} label={t(one.label)} hint={t(one.hint)}>{one.icon}</Way>)}
        {OWN.filter((one) => may(one.needs)).map((one) => <Way key={one.to} to={one.to} label={t(one.label)} hint={t(one.hint)}><Icon name={one.icon} /></Way>)}
      </ul>
      <div className="buttons">
        {seats.filter((one) => one.key !== seat?.key).map((one) => <button key={one.key} type="button" className="button plain" onClick={() => choose(one)}>{t('mine:switch', { name: nameOf(one) })}</button>)}
        <Leave />
      </div>
    </Page>
  );
}

function Way({ to, label, hint, children }: { to: string; label: string; hint: string; children: React.ReactNode }) {
  return <li><Link className="row" to={to}>{children}<span className="grow">{label}<small>{hint}</small></span><Icon name="go" size={20} /></Link></li>;
}
