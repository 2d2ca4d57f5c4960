import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dateTime } from '../../core/format';
import { MarkAllNotificationsReadDocument, MarkNotificationReadDocument, NotificationsDocument } from '../../core/inbox/inbox.gen';
import { useInbox } from '../../core/inbox/useInbox';
import { features } from '../features';
import { Icon } from '../parts/Icon';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import './inbox.css';

export default function Notifications() {
  const { t } = useTranslation('notifications');
  const [at, setAt] = useSearchParams();
  const after = at.get('after');
  const inbox = useInbox(features);
  const reading = useData(NotificationsDocument, { first: 20, after, unreadOnly: false });
  const [mark] = useAct(MarkNotificationReadDocument);
  const [markAll, isMarking] = useAct(MarkAllNotificationsReadDocument);
  const tell = <Data,>(outcome: Outcome<Data>): void => void (outcome.ok || toast(outcome.problem.message, 'bad'));
  return (
    <Page title={t('title')}>
      <States of={reading} isEmpty={(data) => data.notifications.edges.length === 0} empty={<Nothing title={t('empty')} hint={t('emptyHint')} />}>
        {({ notifications, unreadCount }) => (
          <>
            {unreadCount > 0 && <button type="button" className="quiet" disabled={isMarking} onClick={() => void markAll({}).then(tell)}>{t('markAll')}</button>}
            <ul className="rows inbox">
              {notifications.edges.map(({ node }) => {
                const target = inbox.target(node);
                const read = (): void => void (node.readAt || mark({ input: { id: node.id } }).then(tell));
                const inside = (
                  <>
                    <span className={node.readAt ? 'grow' : 'grow new'}>
                      {inbox.words(node)}
                      {!node.readAt && <span className="unseen">{t('isUnread')}</span>}
                      <small><time dateTime={node.createdAt}>{dateTime(node.createdAt)}</time></small>
                    </span>
                    {target && <Icon name="go" size={20} />}
                  </>
                );
                return (
                  <li key={node.id}>
                    {target ? <Link className="row" to={target} onClick={read}>{inside}</Link> : <button type="button" className="row" onClick={read}>{inside}</button>}
                  </li>
                );
              })}
            </ul>
            <div className="buttons">
              {notifications.pageInfo.hasNextPage && <button type="button" className="button plain" onClick={() => setAt({ after: notifications.pageInfo.endCursor ?? '' })}>{t('older')}</button>}
              {after && <button type="button" className="quiet" onClick={() => setAt({})}>{t('latest')}</button>}
            </div>
          </>
        )}
      </States>
    </Page>
  );
}
