import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { later } from '../../desk/later';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { StayActs } from '../stays/StayActs';
import { STAY_TONES } from '../stays/tones';
import { ResidentDocument, type ResidentQuery } from './residents.gen';
import { Reveal } from './Reveal';

const EditModal = dialog(async () => ({ default: (await import('./EditModal')).EditModal }));
const EraseModal = dialog(async () => ({ default: (await import('./EraseModal')).EraseModal }));
const PartyCard = later(() => import('./PartyCard'));

type Shown = NonNullable<ResidentQuery['resident']>;

export default function Resident() {
  const { t } = useTranslation('residents');
  const { id = '' } = useParams();
  const may = useMay();
  const reading = useData(ResidentDocument, { id });
  const [open, setOpen] = useState<'edit' | 'erase' | null>(null);
  const resident = reading.kind === 'data' ? reading.data.resident : null;
  const canChange = resident && !resident.isErased;
  return (
    <Page
      title={resident?.name ?? t('title')}
      lead={resident?.community?.name}
      crumbs={[{ to: '/residents', label: t('title') }]}
      acts={
        canChange && (
          <>
            {may('housing:register_resident') && <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>}
            {may('housing:erase_resident') && <Button danger onClick={() => setOpen('erase')}>{t('erase')}</Button>}
          </>
        )
      }
    >
      <States of={reading} isEmpty={(data) => !data.resident}>
        {(data) =>
          data.resident && (
            <div className="columns">
              <Stays resident={data.resident} />
              <div className="stack">
                <Particulars resident={data.resident} />
                {data.resident.partyStatus === 'PARTY_MEMBER' && !data.resident.isErased && may('party:report_in') && <PartyCard resident={data.resident} />}
              </div>
              <EditModal resident={open === 'edit' ? data.resident : null} onClose={() => setOpen(null)} />
              <EraseModal resident={open === 'erase' ? data.resident : null} onClose={() => setOpen(null)} />
            </div>
          )
        }
      </States>
    </Page>
  );
}

function Particulars({ resident }: { resident: Shown }) {
  const { t } = useTranslation('residents');
  const may = useMay();
  return (
    <section className="card">
      <div className="card-head"><h2>{t('particulars')}</h2></div>
      {resident.isErased && <Alert type="info" showIcon title={t('isErased')} style={{ marginBottom: 12 }} />}
      <dl className="facts">
        <dt>{t(`housing:documentKind.${resident.documentKind}`)}</dt><dd className="num">{resident.documentMasked}</dd>
        <dt>{t('phone')}</dt><dd className="num">{resident.phoneMasked}</dd>
        {resident.birthOn && <><dt>{t('birth')}</dt><dd className="num">{date(resident.birthOn)}</dd></>}
        {resident.age !== null && <><dt>{t('age')}</dt><dd className="num">{resident.age}</dd></>}
        {resident.sex && <><dt>{t('sex')}</dt><dd>{t(`sexes.${resident.sex}`)}</dd></>}
        <dt>{t('party')}</dt><dd>{t(`partyStatus.${resident.partyStatus}`)}</dd>
        <dt>{t('alone')}</dt><dd>{t(resident.livesAlone === null ? 'unknown' : resident.livesAlone ? 'shared:answer.YES' : 'shared:answer.NO')}</dd>
        {resident.skills.length > 0 && <><dt>{t('skills')}</dt><dd>{resident.skills.join('、')}</dd></>}
        <dt>{t('since')}</dt><dd className="num">{date(resident.createdAt)}</dd>
      </dl>
      {!resident.isErased && may('housing:reveal') && <Reveal resident={resident} />}
    </section>
  );
}

function Stays({ resident }: { resident: Shown }) {
  const { t } = useTranslation('residents');
  return (
    <section className="card">
      <div className="card-head"><h2>{t('stays')}</h2></div>
      {resident.stays.length === 0 && <Nothing title={t('noStays')} hint={null} />}
      <ul className="plain-list stays">
        {resident.stays.map((stay) => {
          const place = [stay.unit?.building?.name, stay.unit?.number, stay.bed ? t('stays:bedOf', { label: stay.bed.label }) : t('whole')].filter(Boolean).join(' ');
          return (
            <li key={stay.id}>
              <div className="card-head" style={{ margin: 0 }}>
                <b className="grow">{place}</b>
                <Tag tone={STAY_TONES[stay.status]}>{t(`stays:statuses.${stay.status}`)}</Tag>
              </div>
              <p className="muted num">
                {`${date(stay.startsOn)} – ${date(stay.status === 'ENDED' ? stay.endsOn : stay.plannedEndsOn)}`}
                {stay.employer && ` · ${stay.employer.name}`}
              </p>
              <StayActs stay={{ id: stay.id, status: stay.status, who: stay.lead?.name ?? resident.name, place, plannedEndsOn: stay.plannedEndsOn, registeredOn: stay.registeredOn ?? null }} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
