import { FullscreenOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../../desk/Page';
import { QrCode } from '../../desk/QrCode';
import { States } from '../../desk/States';
import { SessionCodeDocument } from './learners.gen';
import './courses.css';

const GRACE_MS = 300;

/** The code of a session on a big screen; it asks for the next one as soon as that is there. */
export default function Code() {
  const { t } = useTranslation('courses');
  const { id = '' } = useParams();
  const screen = useRef<HTMLElement>(null);
  const reading = useData(SessionCodeDocument, { session: id }, { policy: 'network-only' });
  const changesAt = reading.kind === 'data' ? reading.data.sessionCode.changesAt : null;
  const { again } = reading;
  const ask = useRef(again);
  useEffect(() => void (ask.current = again));
  useEffect(() => {
    if (!changesAt) return undefined;
    const timer = setTimeout(() => ask.current(), Math.max(GRACE_MS, Date.parse(changesAt) - Date.now() + GRACE_MS));
    return () => clearTimeout(timer);
  }, [changesAt]);
  const session = reading.kind === 'data' && reading.data.node?.__typename === 'CourseSession' ? reading.data.node : null;
  const course = session?.course;
  return (
    <Page
      title={t('code.title')}
      crumbs={[{ to: '/courses', label: t('title') }, ...(course ? [{ to: `/courses/${course.id}`, label: course.title }] : [])]}
      acts={<Button icon={<FullscreenOutlined />} onClick={() => void screen.current?.requestFullscreen()}>{t('code.full')}</Button>}
    >
      <section className="card code-screen" ref={screen} aria-label={t('code.title')}>
        <States of={reading}>
          {({ sessionCode }) => (
            <>
              {course && session && <p className="code-course">{t('code.of', { course: course.title, number: session.number })}</p>}
              <QrCode alt={t('code.alt')} svg={sessionCode.svg} />
              <p className="code-digits num">{sessionCode.code}</p>
              <p className="muted">{t('code.hint')}</p>
            </>
          )}
        </States>
      </section>
    </Page>
  );
}
