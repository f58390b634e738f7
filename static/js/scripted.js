// Tells the style sheet that script runs.
document.documentElement.classList.add("scripted");
