/*
 * Whether a picture, canvas, drawing or painted background takes up an eighth of the view or more, in an isolated world:
 * what a page could say with it instead of in words. The first 300 elements are looked at.
 */
(function () {
  'use strict';
  const enough = window.innerWidth * window.innerHeight / 8;
  const isLarge = (element) => { const { width, height } = element.getBoundingClientRect(); return Math.min(width, window.innerWidth) * Math.min(height, window.innerHeight) >= enough; };
  for (const element of document.querySelectorAll('img,canvas,svg,video,object,embed,input[type=image]')) if (isLarge(element)) return true;
  return [...document.querySelectorAll('body,body *')].slice(0, 300).some((element) => isLarge(element) && getComputedStyle(element).backgroundImage.includes('url('));
})()
