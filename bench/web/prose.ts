import type { Seeded } from './random.ts';

const words = `the of and a to in is that for it as was with be by on not he this are at from his but an they which or her had we there been their has will would who more when if no out so what up into than them can only other new some could time these two may then do first any my now such like our over man even most made after also did many before must through back years where much your way well down should because each just those people how too little state good very make world still own see men work long get here between both life being under never day same another know while last might us great old year off come since against go came right used take three`.split(' ');

export const sentence = (random: Seeded): string => {
  const text = Array.from({ length: random.between(6, 22) }, () => random.of(words)).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

export const heading = (random: Seeded): string => sentence(random).split(' ').slice(0, random.between(3, 8)).join(' ').replace(/\.$/, '');

export const paragraph = (random: Seeded): string => Array.from({ length: random.between(2, 6) }, () => sentence(random)).join(' ');

export const times = (count: number, make: (index: number) => string): string => Array.from({ length: count }, (_, index) => make(index)).join('');
