import { expect, it } from 'vitest';
import { navItems } from './nav';

it('every place stands in the menu once', () => {
  const places = navItems.map((i) => i.to);
  expect(places).toEqual([...new Set(places)]);
});
