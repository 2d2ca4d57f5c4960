import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { dialog } from '../../desk/afresh';
import { Tag } from '../../desk/Tag';
import type { IssueWholeFragment } from './issues.gen';

const HidePhotoModal = dialog(() => import('./HidePhotoModal'));
export interface Picture {
  id: string;
  name: string;
}

/** How it was and how it became; one that shows what it should not is kept for staff alone. */
export function Photos({ issue }: { issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const may = useMay();
  const [hiding, setHiding] = useState<Picture | null>(null);
  return (
    <section className="card" aria-label={t('detail.photos')}>
      <div className="before-after">
        {(['BEFORE', 'AFTER'] as const).map((moment) => {
          const word = t(moment === 'BEFORE' ? 'detail.before' : 'detail.after');
          const shown = issue.photos.filter((one) => one.moment === moment && one.file);
          return (
            <div key={moment}>
              <h2>{word}</h2>
              {shown.length === 0 && <p className="no-photo muted">{t('detail.noPhotos')}</p>}
              <div className="photos">
                {shown.map((one, at) => {
                  const name = t('detail.photoAlt', { moment: word, number: at + 1 });
                  return (
                    <div key={one.photoId} className="photo">
                      <a href={one.file?.path} target="_blank" rel="noreferrer"><img src={one.file?.path} alt={name} loading="lazy" /></a>
                      {one.isHidden ? <Tag>{t('photo.hidden')}</Tag> : may('issues:handle') && <Button size="small" type="text" aria-label={t('photo.hideOf', { name })} onClick={() => setHiding({ id: one.photoId, name })}>{t('photo.hide')}</Button>}
                    </div>
                  );
                })}
              </div>
            </div>
          );
        })}
      </div>
      <HidePhotoModal photo={hiding} onClose={() => setHiding(null)} />
    </section>
  );
}
