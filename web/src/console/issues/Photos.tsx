import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { dialog } from '../../desk/afresh';
import { Tag } from '../../desk/Tag';
import type { IssueWholeFragment } from './issues.gen';

const HidePhotoModal = dialog(() => import('./HidePhotoModal'));
const ShowPhotoModal = dialog(() => import('./ShowPhotoModal'));
type Photo = IssueWholeFragment['photos'][number];
export interface Picture {
  id: string;
  name: string;
  path: string | undefined;
}

/** How it was and how it became. What residents took is shown to others once somebody has looked at it and covered what it should not show. */
export function Photos({ issue }: { issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const may = useMay();
  const [hiding, setHiding] = useState<Picture | null>(null);
  const [looking, setLooking] = useState<Picture | null>(null);
  return (
    <section className="card" aria-label={t('detail.photos')}>
      <div className="before-after">
        {(['BEFORE', 'AFTER'] as const).map((moment) => {
          const word = t(moment === 'BEFORE' ? 'detail.before' : 'detail.after');
          const shown = issue.photos.filter((one) => one.moment === moment && (one.file ?? one.original));
          return (
            <div key={moment}>
              <h2>{word}</h2>
              {shown.length === 0 && <p className="no-photo muted">{t('detail.noPhotos')}</p>}
              <div className="photos">
                {shown.map((one, at) => {
                  const name = t('detail.photoAlt', { moment: word, number: at + 1 });
                  const picture = { id: one.photoId, name, path: (one.original ?? one.file)?.path };
                  return (
                    <div key={one.photoId} className="photo">
                      {one.file ? <a href={one.file.path} target="_blank" rel="noreferrer"><img src={one.file.path} alt={name} loading="lazy" /></a> : <p className="no-photo muted">{t('photo.unseen')}</p>}
                      <Standing of={one} />
                      {may('issues:handle') && (
                        <span className="acts">
                          <Button size="small" type={one.isShown ? 'text' : 'default'} aria-label={t('photo.lookOf', { name })} onClick={() => setLooking(picture)}>{t('photo.look')}</Button>
                          {!one.isHidden && <Button size="small" type="text" aria-label={t('photo.hideOf', { name })} onClick={() => setHiding(picture)}>{t('photo.hide')}</Button>}
                        </span>
                      )}
                    </div>
                  );
                })}
              </div>
            </div>
          );
        })}
      </div>
      <HidePhotoModal photo={hiding} onClose={() => setHiding(null)} />
      <ShowPhotoModal photo={looking} onClose={() => setLooking(null)} />
    </section>
  );
}

function Standing({ of }: { of: Photo }) {
  const { t } = useTranslation('issues');
  if (of.isHidden) return <Tag>{t('photo.hidden')}</Tag>;
  if (!of.isShown) return <Tag tone="warn">{t('photo.waits')}</Tag>;
  return of.isRedacted ? <Tag>{t('photo.covered')}</Tag> : null;
}
