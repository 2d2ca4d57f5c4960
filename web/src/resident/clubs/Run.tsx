import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { PhoneClubRunDocument } from './run.gen';
import { RunClub } from './RunClub';
import { RunEvents } from './RunEvents';
import { RunMembers } from './RunMembers';

const VIEWS = ['members', 'events', 'club'] as const;

/** A club in its officers' hands: who belongs to it, what it plans, and what it says of itself. */
export default function Run() {
  const { t } = useTranslation('clubs');
  const { id = '' } = useParams();
  const [view, show] = useTab(VIEWS);
  const reading = useData(PhoneClubRunDocument, { id });
  return (
    <Page title={t('run')} back={`/clubs/${id}`}>
      <States of={reading} isEmpty={({ club }) => !club?.membership?.office || club.status === 'ARCHIVED'} empty={<Nothing title={t('notOfficer')} hint={null} />}>
        {({ club }) => club && (
          <>
            <p className="soft">{t('runLead', { name: club.name, count: club.spaceHours })}</p>
            <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`runViews.${name}`)} onPick={show} />
            {view === 'members' && <RunMembers clubId={id} />}
            {view === 'events' && <RunEvents clubId={id} communityId={club.community?.id ?? ''} />}
            {view === 'club' && <RunClub club={club} again={reading.again} />}
          </>
        )}
      </States>
    </Page>
  );
}
