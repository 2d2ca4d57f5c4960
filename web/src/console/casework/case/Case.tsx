import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../../core/data/useData';
import { dateTime } from '../../../core/format';
import { later } from '../../../desk/later';
import { Page } from '../../../desk/Page';
import { Nothing, States } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { CasePageDocument, type CaseWholeFragment } from './case.gen';
import { RISK_TONES } from '../tones';
import '../casework.css';

const CaseTabs = later(() => import('./CaseTabs'));
const CaseActs = later(async () => ({ default: (await import('./CaseActs')).CaseActs }));
const Crisis = later(async () => ({ default: (await import('./Crisis')).Crisis }));
const Progress = later(async () => ({ default: (await import('./Progress')).Progress }));
const Sealed = later(async () => ({ default: (await import('./Sealed')).Sealed }));
const Side = later(async () => ({ default: (await import('./Side')).Side }));

export default function Case() {
  const { t } = useTranslation('casework');
  const { id = '' } = useParams();
  const reading = useData(CasePageDocument, { id });
  if (reading.kind === 'data' && reading.data.case) return <Found of={reading.data.case} again={reading.again} />;
  return (
    <Page title={t('case')} crumbs={[{ to: '/cases', label: t('title') }]}>
      <section className="card"><States of={reading} isEmpty={() => true} empty={<Nothing title={t('noCase')} hint={t('noCaseHint')} />}>{() => null}</States></section>
    </Page>
  );
}

function Found({ of, again }: { of: CaseWholeFragment; again: () => void }) {
  const { t } = useTranslation('casework');
  const crumbs = [{ to: '/cases', label: t('title') }];
  const lead = (
    <span className="acts" style={{ alignItems: 'center' }}>
      <span>{[of.resident?.name ?? t('nameHidden'), of.area && t(`areas.${of.area}`), of.community?.name].filter(Boolean).join(' · ')}</span>
      {of.risk && <Tag tone={RISK_TONES[of.risk]}>{t('riskOf', { risk: t(`risks.${of.risk}`) })}</Tag>}
      {of.status === 'CLOSED' && <Tag>{t('states.CLOSED')}</Tag>}
    </span>
  );
  if (of.reach === 'EXISTS' || !of.content) return <Page title={t('caseOf', { code: of.code })} lead={lead} crumbs={crumbs}><Sealed of={of} onOpen={again} /></Page>;
  const isWorking = of.reach === 'FULL';
  const glass = of.accesses.findLast((one) => of.reach === 'GLASS' && Date.parse(one.expiresAt) > 0);
  return (
    <Page title={t('caseOf', { code: of.code })} lead={lead} crumbs={crumbs} acts={isWorking && <CaseActs of={of} again={again} />}>
      {of.reach === 'GLASS' && <p className="form-error" role="status">{glass ? t('glass.until', { at: dateTime(glass.expiresAt) }) : t('glass.now')}</p>}
      <Crisis of={of} isWorking={isWorking} again={again} />
      <Progress of={of} isWorking={isWorking} again={again} />
      <div className="columns" style={{ marginTop: 16 }}>
        <section className="card" aria-label={t('case')}>
          <CaseTabs of={of} isWorking={isWorking} again={again} />
        </section>
        <Side of={of} isWorking={isWorking} again={again} />
      </div>
    </Page>
  );
}
