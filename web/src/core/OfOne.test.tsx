import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { Link, MemoryRouter, Route, Routes, useParams } from 'react-router';
import { expect, test } from 'vitest';
import { OfOne } from './OfOne';

function Person() {
  const { id } = useParams();
  const [isRevealed, setIsRevealed] = useState(false);
  return <><p>{`${id} ${isRevealed}`}</p><button type="button" onClick={() => setIsRevealed(true)}>{'R'}</button><Link to="/people/b">{'N'}</Link></>;
}

test('the page of another thing knows nothing of the one before', () => {
  render(<MemoryRouter initialEntries={['/people/a']}><Routes><Route path="people/:id" element={<OfOne page={Person} />} /></Routes></MemoryRouter>);
  fireEvent.click(screen.getByText('R'));
  expect(screen.getByText('a true')).toBeTruthy();
  fireEvent.click(screen.getByText('N'));
  expect(screen.getByText('b false')).toBeTruthy();
});
