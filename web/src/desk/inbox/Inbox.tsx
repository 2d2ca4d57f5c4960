import { App, Button, Segmented } from 'antd';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePaging, Pager } from '../paging';
import { Page } from '../Page';
import { Nothing, States } from '../States';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { Feature } from '../../core/features';
import { dateTime } from '../../core/format';
import { MarkAllNotificationsReadDocument, MarkNotificationReadDocument, NotificationsDocument } from '../../core/inbox/inbox.gen';
import { useInbox } from '../../core/inbox/useInbox';
import './inbox.css';

/** All that one was told, newest first. */
export function Inbox({ features }: { features: readonly Feature[] }) {
  const { t } = useTranslation('notifications');
  const { message } = App.useApp();
  const paging = usePaging();
  const [unreadOnly, setUnreadOnly] = useQueryState('unread', parseAsBoolean.withDefault(false).withOptions({ history: 'push' }));
  const inbox = useInbox(features);
  const reading = useData(NotificationsDocument, { ...paging.variables, unreadOnly });
  const [mark] = useAct(MarkNotificationReadDocument);
  const [markAll, isMarking] = useAct(MarkAllNotificationsReadDocument);
  const tell = <Data,>(outcome: Outcome<Data>): void => void (outcome.ok || message.error(outcome.problem.message));
  const filter = (value: 'all' | 'unread'): void => {
    paging.first();
    void setUnreadOnly(value === 'unread' || null);
  };
  return (
    <Page
      title={t('title')}
      acts={<Button loading={isMarking} disabled={reading.kind !== 'data' || reading.data.unreadCount === 0} onClick={() => void markAll({}).then(tell)}>{t('markAll')}</Button>}
    >
      <section className="card flush" aria-label={t('title')}>
        <div className="filters">
          <Segmented value={unreadOnly ? 'unread' : 'all'} onChange={filter} options={[{ value: 'all', label: t('all') }, { value: 'unread', label: t('unread') }]} />
        </div>
        <States of={reading} isEmpty={(data) => data.notifications.edges.length === 0} empty={<Nothing title={t('empty')} hint={t('emptyHint')} />}>
          {(data) => (
            <>
              <ul className="plain-list inbox">
                {data.notifications.edges.map(({ node }) => {
                  const target = inbox.target(node);
                  const read = (): void => void (node.readAt || mark({ input: { id: node.id } }).then(tell));
                  return (
                    <li key={node.id} className={node.readAt ? 'read' : 'new'}>
                      <span className="dot" title={node.readAt ? undefined : t('isUnread')} />
                      <div>
                        {target ? <Link to={target} onClick={read}>{inbox.words(node)}</Link> : <span>{inbox.words(node)}</span>}
                        <time dateTime={node.createdAt}>{dateTime(node.createdAt)}</time>
                      </div>
                      {!node.readAt && <Button size="small" type="text" onClick={read}>{t('mark')}</Button>}
                    </li>
                  );
                })}
              </ul>
              <Pager paging={paging} found={data.notifications} />
            </>
          )}
        </States>
      </section>
    </Page>
  );
}
